"""The working calendar: national holidays and make-up working days of every year the library knows, and the known
notices of Tibet's own festivals (layer 540000)."""

from datetime import date, timedelta

from chinese_calendar.constants import holidays, workdays
from django.db import migrations

FESTIVALS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}

#: Losar 2022: notice of the Lhasa city government of February 2022
LOSAR_2022 = [(date(2022, 2, 26), True), (date(2022, 3, 13), True)] + [
    (date(2022, 3, 2) + timedelta(days=i), False) for i in range(7)
]


def seed(apps, schema_editor):
    CalendarDay = apps.get_model("committee", "CalendarDay")

    def day(when, worked, name, source, code=""):
        return CalendarDay(date=when, is_workday=worked, name=name, source=source, division_code=code)

    rows = {}
    for when, name in holidays.items():
        rows[when] = day(when, False, FESTIVALS.get(name, name), "国务院办公厅放假通知")
    for when, name in workdays.items():
        rows[when] = day(when, True, f"{FESTIVALS.get(name, name)}调休上班", "国务院办公厅放假通知")
    losar = [day(when, worked, "藏历新年", "拉萨市2022年藏历新年放假通知", "540000") for when, worked in LOSAR_2022]
    CalendarDay.objects.bulk_create([*rows.values(), *losar])


class Migration(migrations.Migration):
    dependencies = [("committee", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
