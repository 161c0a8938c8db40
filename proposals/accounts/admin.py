"""People, roles, groups and units: what the administrator keeps."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.forms import BaseInlineFormSet, ModelForm, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.lifecycle import Access, Refusal
from proposals.permissions import Role
from proposals.trail.admin import Listed

from . import actions
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
    person_key,
    pinyin_key,
    stroke_key,
)

admin.site.unregister(Group)  # what a person may do follows from the roles, not from Django's groups


class GrantForm(ModelForm):
    """Nobody is given a role without a reason."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].error_messages["required"] = _("请写明授予这个身份的理由，例如任职文件的名称和文号。")


class GrantFormSet(BaseInlineFormSet):
    """Administrators cannot lock themselves out."""

    def clean(self):
        super().clean()
        gone = [form.instance for form in self.deleted_forms if form.instance.role == Role.ADMINISTRATOR]
        if gone and self.instance == self.asked_by:
            raise ValidationError(_("不能收回自己的管理员身份，请由另一位管理员办理。"))


class RoleGrantInline(admin.TabularInline):
    """A role is given or taken back, never rewritten: each has its line in the person's chain."""

    model = RoleGrant
    form, formset = GrantForm, GrantFormSet
    extra = 0
    verbose_name_plural = _("身份（授予要写理由；收回请勾选删除）")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.asked_by = request.user
        return formset

    def has_change_permission(self, request, obj=None):
        return False


class UnitOfficerInline(admin.TabularInline):
    """Where the person works. Handing over to a successor has a page of its own."""

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


def _chosen(queryset):
    return urlencode([("people", pk) for pk in queryset.values_list("pk", flat=True)])


@admin.register(User)
class PersonAdmin(Listed, UserAdmin):
    form = PersonForm
    list_display = ["name", "username", "phone", "worn", "works_for", "is_active", "last_login"]
    list_filter = ["grants__role", "is_active", "must_change_password", "committee"]
    search_fields = ["name"]  # draws the box; what it finds is said below
    search_help_text = _("姓名、拼音或首字母、账号、手机号、单位、界别")
    ordering = ["pinyin_key", "name"]
    readonly_fields = ["is_active", "must_change_password", "password_issued_at", "last_login", "date_joined"]
    inlines = [RoleGrantInline, UnitOfficerInline, GroupAccountInline]
    ways = [
        (_("导入名册"), "accounts:import_roster"),
        (_("发放一次性密码"), "accounts:issue_passwords"),
        (_("承办人员交接"), "accounts:officers"),
    ]
    fieldsets = [
        (_("人员"), {"fields": ["committee", "name", "pinyin_key", "stroke_key", "phone", "email"]}),
        (
            _("账号"),
            {
                "fields": ["username", "active_role", "is_active", "must_change_password", "password_issued_at"],
                "description": _("停用、启用和发放一次性密码：在人员列表里选中，从“动作”里选。人员不删除。"),
            },
        ),
        (_("时间"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "name", "committee", "phone", "password1", "password2"]}),
    ]
    actions = ["print_slips", "switch_off", "switch_on", "export_data"]

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        return queryset.looked_up(search_term), True

    def user_change_password(self, request, id, form_url=""):
        """Nobody chooses another person's password: a one-time password is issued, and recorded."""
        return redirect(f"{reverse('accounts:issue_passwords')}?{urlencode({'people': id})}")

    @admin.action(description=_("发放一次性密码（打印纸条）"))
    def print_slips(self, request, queryset):
        return redirect(f"{reverse('accounts:issue_passwords')}?{_chosen(queryset)}")

    @admin.action(description=_("停用账号"))
    def switch_off(self, request, queryset):
        return self._switch(request, queryset, active=False)

    @admin.action(description=_("启用账号"))
    def switch_on(self, request, queryset):
        return self._switch(request, queryset, active=True)

    def _switch(self, request, queryset, *, active):
        """Shows who is meant; the second time, ``sure``, it is done."""
        if "sure" not in request.POST:
            people = queryset.select_related("officer__unit")
            title = _("启用这些账号") if active else _("停用这些账号")
            context = {**self.admin_site.each_context(request), "title": title, "people": people, "active": active}
            return render(request, "admin/switch_accounts.html", {**context, "opts": self.opts})
        try:
            changed = actions.switch_accounts(list(queryset), by=request.user, active=active)
        except Refusal as refusal:
            self.message_user(request, refusal.sentence, messages.ERROR)
        else:
            told = _("已启用 %(n)s 个账号。") if active else _("已停用 %(n)s 个账号。")
            self.message_user(request, told % {"n": len(changed)})
        return None

    @admin.action(description=_("导出个人数据（只选一人）"))
    def export_data(self, request, queryset):
        if queryset.count() == 1:
            return redirect("tracking:person_data", queryset.get().pk)
        self.message_user(request, _("请只选一个人。"), messages.WARNING)
        return None

    def save_model(self, request, obj, form, change):
        """The keys follow the name unless somebody has mended them."""
        if "name" in form.changed_data:
            for key in {"pinyin_key", "stroke_key"} - set(form.changed_data):
                setattr(obj, key, "")
        obj.pinyin_key = obj.pinyin_key or person_key(obj.name)
        obj.stroke_key = obj.stroke_key or stroke_key(obj.name)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.model is not RoleGrant:
            return
        for grant in formset.new_objects:
            actions.log_role(Access.GRANT_ROLE, grant, by=request.user, reason=grant.reason)
        for grant in formset.deleted_objects:
            actions.log_role(Access.REVOKE_ROLE, grant, by=request.user, reason=_("在管理后台收回"))

    @admin.display(description=_("身份"))
    def worn(self, user):
        return "、".join(str(role.label) for role in user.roles)

    @admin.display(description=_("单位"))
    def works_for(self, user):
        return user.officer.unit.short_name if hasattr(user, "officer") else ""

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("officer__unit").prefetch_related("grants")

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
class MemberAdmin(Listed):
    list_display = ["user", "terms", "groups"]
    list_filter = ["memberships__term", "memberships__sectoral_group"]
    search_fields = ["user__name", "user__pinyin_key", "user__phone", "memberships__sectoral_group__name"]
    search_help_text = _("姓名、拼音、手机号或界别")
    ordering = ["user__pinyin_key", "user__name"]
    autocomplete_fields = ["user"]
    inlines = [MembershipInline]
    list_select_related = ["user"]
    ways = [(_("导入名册"), "accounts:import_roster"), (_("换届"), "accounts:begin_term")]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("memberships__sectoral_group")

    @admin.display(description=_("届"))
    def terms(self, member):
        return "、".join(str(place.term) for place in sorted(member.memberships.all(), key=lambda place: place.term))

    @admin.display(description=_("界别"))
    def groups(self, member):
        return "、".join({str(place.sectoral_group): 1 for place in member.memberships.all() if place.sectoral_group})

    def has_delete_permission(self, request, obj=None):
        """Terms that were served are part of the record."""
        return False


@admin.register(SectoralGroup)
class SectoralGroupAdmin(Listed):
    list_display = ["name", "committee"]
    list_select_related = ["committee"]
    search_fields = ["name"]


@admin.register(ProposerGroup)
class ProposerGroupAdmin(Listed):
    list_display = ["name", "kind", "leader", "contact", "phone"]
    list_filter = ["kind", "committee"]
    search_fields = ["name", "leader", "contact", "phone"]
    search_help_text = _("名称、负责人、联系人或电话")
    inlines = [GroupAccountInline]
    ways = [(_("导入名册"), "accounts:import_roster")]


class OfficersInline(admin.TabularInline):
    """Who works for the unit: looked at here, changed on the pages for it."""

    model = UnitOfficer
    extra = 0
    fields = readonly_fields = ["user", "post"]
    show_change_link = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(HandlingUnit)
class HandlingUnitAdmin(Listed):
    list_display = ["short_name", "name", "channel", "parent", "sign_off", "order", "is_active", "is_sample"]
    list_filter = ["channel", "is_active", "sign_off", "is_sample", "committee"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name", "pinyin_key"]
    search_help_text = _("全称、简称或拼音")
    autocomplete_fields = ["parent"]
    inlines = [OfficersInline]
    ways = [(_("导入名册"), "accounts:import_roster"), (_("承办人员交接"), "accounts:officers")]

    def save_model(self, request, obj, form, change):
        obj.pinyin_key = obj.pinyin_key or pinyin_key(obj.short_name)
        super().save_model(request, obj, form, change)
