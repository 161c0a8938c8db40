"""People, roles, groups and units: what the administrator keeps."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from proposals.permissions import Role

from .models import (
    GroupAccount,
    HandlingUnit,
    Member,
    Membership,
    ProposerGroup,
    RoleGrant,
    SectoralGroup,
    UnitOfficer,
    User,
    pinyin_key,
)

admin.site.site_header = _("提案系统管理")
admin.site.site_title = _("提案系统管理")
admin.site.index_title = _("管理首页")
admin.site.unregister(Group)  # what a person may do follows from the roles, not from Django's groups


class RoleGrantInline(admin.TabularInline):
    model = RoleGrant
    extra = 0


class UnitOfficerInline(admin.TabularInline):
    model = UnitOfficer
    extra = 0
    autocomplete_fields = ["unit"]


class GroupAccountInline(admin.TabularInline):
    model = GroupAccount
    extra = 0
    autocomplete_fields = ["group", "user"]


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0


class PersonForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = PersonForm
    list_display = ["name", "username", "phone", "worn", "is_active", "last_login"]
    list_filter = ["grants__role", "is_active", "committee"]
    search_fields = ["name", "pinyin_key", "username", "phone"]
    ordering = ["pinyin_key", "name"]
    readonly_fields = ["last_login", "date_joined"]
    inlines = [RoleGrantInline, UnitOfficerInline, GroupAccountInline]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("人员"), {"fields": ["committee", "name", "pinyin_key", "phone", "email", "active_role"]}),
        (_("账号"), {"fields": ["is_active"], "description": _("停用的账号不能登录；人员不删除，历史里要有他们。")}),
        (_("时间"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "name", "committee", "phone", "password1", "password2"]}),
    ]

    def save_model(self, request, obj, form, change):
        obj.pinyin_key = obj.pinyin_key or pinyin_key(obj.name)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("身份"))
    def worn(self, user):
        return "、".join(str(role.label) for role in user.roles)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("grants")

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def save_related(self, request, form, formsets, change):
        """The administrator's role opens the admin, and its end closes it."""
        super().save_related(request, form, formsets, change)
        person = User.objects.get(pk=form.instance.pk)
        person.is_staff = person.is_superuser or Role.ADMINISTRATOR in person.roles
        person.save(update_fields=["is_staff"])

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):
    list_display = ["user"]
    search_fields = ["user__name", "user__pinyin_key"]
    autocomplete_fields = ["user"]
    inlines = [MembershipInline]
    list_select_related = ["user"]


@admin.register(SectoralGroup)
class SectoralGroupAdmin(admin.ModelAdmin):
    list_display = ["name", "committee"]
    search_fields = ["name"]


@admin.register(ProposerGroup)
class ProposerGroupAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "contact", "phone"]
    list_filter = ["kind", "committee"]
    search_fields = ["name"]
    inlines = [GroupAccountInline]


@admin.register(HandlingUnit)
class HandlingUnitAdmin(admin.ModelAdmin):
    list_display = ["short_name", "name", "channel", "sign_off", "is_active", "is_sample"]
    list_filter = ["channel", "is_active", "is_sample", "committee"]
    search_fields = ["name", "short_name", "pinyin_key"]
    autocomplete_fields = ["parent"]

    def save_model(self, request, obj, form, change):
        obj.pinyin_key = obj.pinyin_key or pinyin_key(obj.short_name)
        super().save_model(request, obj, form, change)
