from django.urls import path

from . import views

app_name = "assignment"

urlpatterns = [
    path("hand-over/", views.board, name="board"),
    path("hand-over/<uuid:pk>/", views.hand_over, name="hand_over"),
    path("withdrawals/<uuid:pk>/", views.decide_withdrawal, name="decide_withdrawal"),
    path("assignments/<uuid:pk>/accept/", views.accept, name="accept"),
    path("assignments/<uuid:pk>/return/", views.return_, name="return_"),
    path("assignments/<uuid:pk>/return/decision/", views.decide_return, name="decide_return"),
    path("assignments/<uuid:pk>/reassign/", views.reassign, name="reassign"),
    path("assignments/<uuid:pk>/extension/", views.ask_extension, name="ask_extension"),
    path("assignments/<uuid:pk>/extension/decision/", views.decide_extension, name="decide_extension"),
    path("assignments/<uuid:pk>/contact/", views.reveal_contact, name="reveal_contact"),
    path("assignments/<uuid:pk>/consultation/", views.consult, name="consult"),
    path("assignments/<uuid:pk>/urge/", views.urge, name="urge"),
    path("assignments/<uuid:pk>/opinions/waive/", views.waive_opinions, name="waive_opinions"),
]
