import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0011_references_by_statement"),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyDistrict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("short_name", models.SlugField(max_length=30)),
                ("settings", models.JSONField(default=dict)),
                ("is_synthetic", models.BooleanField(default=False)),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hosted_duty",
                        to="registry.municipality",
                    ),
                ),
                (
                    "municipalities",
                    models.ManyToManyField(
                        related_name="duty_districts", to="registry.municipality"
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("host", "short_name"), name="duty_district_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="duty_district_named"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyDoctor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fraction", models.DecimalField(decimal_places=3, default=1, max_digits=4)),
                (
                    "employment",
                    models.CharField(
                        choices=[
                            ("self_employed", "self_employed"),
                            ("employed", "employed"),
                            ("locum", "locum"),
                        ],
                        max_length=15,
                    ),
                ),
                ("roles", models.JSONField(default=list)),
                ("stations", models.JSONField(default=list)),
                ("member_from", models.DateField()),
                ("member_to", models.DateField(null=True)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="doctors",
                        to="duty.dutydistrict",
                    ),
                ),
                (
                    "doctor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty",
                        to="registry.doctor",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.municipality",
                    ),
                ),
            ],
            options={
                "ordering": ["district", "doctor__name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("member_to__isnull", True)),
                        fields=("district", "doctor"),
                        name="duty_doctor_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fraction__gt", 0), ("fraction__lte", 2)),
                        name="duty_doctor_fraction",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("member_to__isnull", True),
                            ("member_to__gt", models.F("member_from")),
                            _connector="OR",
                        ),
                        name="duty_doctor_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyAbsence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.DateTimeField()),
                ("ends", models.DateTimeField()),
                ("cause", models.CharField(blank=True, max_length=60)),
                ("told_by", models.CharField(max_length=100)),
                ("told_at", models.DateTimeField(auto_now_add=True)),
                (
                    "duty_doctor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="duty.dutydoctor",
                    ),
                ),
            ],
            options={
                "ordering": ["starts", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))),
                        name="duty_absence_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("secret_digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_read_at", models.DateTimeField(null=True)),
                (
                    "duty_doctor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feeds",
                        to="duty.dutydoctor",
                    ),
                ),
            ],
            options={
                "ordering": ["duty_doctor", "-made_at"],
            },
        ),
        migrations.CreateModel(
            name="DutyRoster",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("wishes_until", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("closed", "closed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("made_by", models.CharField(max_length=100)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rosters",
                        to="duty.dutydistrict",
                    ),
                ),
            ],
            options={
                "ordering": ["district", "-first", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("district", "first"), name="duty_roster_once"),
                    models.CheckConstraint(
                        condition=models.Q(("last__gt", models.F("first"))),
                        name="duty_roster_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("draft", "published", "closed"))),
                        name="duty_roster_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyShift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("day", models.DateField()),
                ("starts", models.DateTimeField()),
                ("ends", models.DateTimeField()),
                ("doctors", models.PositiveSmallIntegerField(default=1)),
                (
                    "role",
                    models.CharField(
                        choices=[("doctor", "doctor"), ("back_up", "back_up")], max_length=10
                    ),
                ),
                ("skills", models.JSONField(default=list)),
                (
                    "pay_form",
                    models.CharField(
                        choices=[
                            ("salary", "salary"),
                            ("self_employed", "self_employed"),
                            ("hourly", "hourly"),
                            ("standby", "standby"),
                        ],
                        max_length=15,
                    ),
                ),
                ("is_alone", models.BooleanField(default=False)),
                ("backs_up", models.JSONField(default=list)),
                ("municipalities", models.JSONField(default=list)),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shifts",
                        to="duty.dutyroster",
                    ),
                ),
            ],
            options={
                "ordering": ["starts", "key"],
                "indexes": [models.Index(fields=["roster", "day"], name="duty_shift_of_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("roster", "key"), name="duty_shift_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))),
                        name="duty_shift_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("doctors__gte", 1)), name="duty_shift_needs_somebody"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("planner", "planner"),
                            ("solver", "solver"),
                            ("import", "import"),
                            ("swap", "swap"),
                            ("given", "given"),
                            ("open_shift", "open_shift"),
                            ("replan", "replan"),
                            ("reserve", "reserve"),
                        ],
                        max_length=12,
                    ),
                ),
                ("is_fixed", models.BooleanField(default=False)),
                ("began_at", models.DateTimeField()),
                ("began_by", models.CharField(max_length=100)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=100)),
                ("end_reason", models.CharField(blank=True, max_length=200)),
                (
                    "duty_doctor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="duty.dutydoctor",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="duty.dutyshift",
                    ),
                ),
            ],
            options={
                "ordering": ["shift", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["duty_doctor", "shift"],
                        name="duty_assignment_now",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("shift", "duty_doctor"),
                        name="duty_assignment_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("began_at")),
                            _connector="OR",
                        ),
                        name="duty_assignment_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExemptionCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("age", "age"),
                            ("pregnancy", "pregnancy"),
                            ("breastfeeding", "breastfeeding"),
                            ("health", "health"),
                            ("social", "social"),
                            ("promised", "promised"),
                            ("new_gp", "new_gp"),
                        ],
                        max_length=15,
                    ),
                ),
                ("first", models.DateField()),
                ("last", models.DateField(null=True)),
                ("only_nights", models.BooleanField(default=False)),
                ("facts", models.JSONField(default=dict)),
                ("findings", models.JSONField(default=list)),
                ("effect", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "applied"),
                            ("granted", "granted"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="applied",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("letter", models.TextField(blank=True)),
                ("applied_by", models.CharField(max_length=100)),
                ("applied_at", models.DateTimeField(auto_now_add=True)),
                ("decided_by", models.CharField(blank=True, max_length=100)),
                ("decided_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "duty_doctor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exemption_cases",
                        to="duty.dutydoctor",
                    ),
                ),
            ],
            options={
                "ordering": ["-applied_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last__isnull", True), ("last__gt", models.F("first")), _connector="OR"
                        ),
                        name="exemption_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("applied", "granted", "refused", "withdrawn"))
                        ),
                        name="exemption_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningBalance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("category", models.CharField(max_length=15)),
                ("amount", models.BigIntegerField()),
                ("as_of", models.DateField()),
                ("source", models.CharField(max_length=200)),
                (
                    "duty_doctor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_balances",
                        to="duty.dutydoctor",
                    ),
                ),
            ],
            options={
                "ordering": ["duty_doctor", "category", "as_of"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("duty_doctor", "category", "as_of"), name="opening_balance_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("of_version", models.PositiveIntegerField()),
                ("assignments", models.JSONField()),
                ("changes", models.JSONField(default=dict)),
                ("findings", models.JSONField(default=list)),
                ("overrides", models.JSONField(default=list)),
                ("digest", models.CharField(max_length=64)),
                ("published_by", models.CharField(max_length=100)),
                ("published_at", models.DateTimeField(auto_now_add=True)),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="publications",
                        to="duty.dutyroster",
                    ),
                ),
            ],
            options={
                "ordering": ["roster", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("roster", "number"), name="publication_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("of_version", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("running", "running"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                            ("failed", "failed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("seconds", models.PositiveIntegerField(default=60)),
                ("seed", models.BigIntegerField(default=1)),
                ("progress", models.JSONField(default=dict)),
                ("outcome", models.JSONField(default=dict)),
                ("assignments", models.JSONField(default=list)),
                ("problem", models.JSONField(null=True)),
                ("cancel_asked", models.BooleanField(default=False)),
                ("asked_by", models.CharField(max_length=100)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="duty.dutyroster",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("queued", "running", "done", "cancelled", "failed"))
                        ),
                        name="roster_run_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("queued", "running"))),
                        fields=("roster",),
                        name="roster_run_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("swap", "swap"), ("give_away", "give_away"), ("open", "open")],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                            ("lapsed", "lapsed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("of_version", models.PositiveIntegerField()),
                ("offered_by", models.CharField(max_length=100)),
                ("offered_at", models.DateTimeField(auto_now_add=True)),
                ("answered_by", models.CharField(blank=True, max_length=100)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers_made",
                        to="duty.dutydoctor",
                    ),
                ),
                (
                    "offered_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers_got",
                        to="duty.dutydoctor",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="duty.dutyshift",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers_taken",
                        to="duty.dutydoctor",
                    ),
                ),
                (
                    "wanted_shift",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers_in_return",
                        to="duty.dutyshift",
                    ),
                ),
            ],
            options={
                "ordering": ["-offered_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("shift", "given_by"),
                        name="shift_offered_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "swap"),
                                ("offered_to__isnull", False),
                                ("wanted_shift__isnull", False),
                            ),
                            models.Q(
                                ("kind", "give_away"),
                                ("offered_to__isnull", False),
                                ("wanted_shift__isnull", True),
                            ),
                            models.Q(
                                ("kind", "open"),
                                ("offered_to__isnull", True),
                                ("wanted_shift__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="offer_of_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("open", "accepted", "refused", "withdrawn", "lapsed"))
                        ),
                        name="offer_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30)),
                ("name", models.CharField(max_length=100)),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
                ("weekdays", models.JSONField(default=list)),
                ("on_red_days", models.BooleanField(null=True)),
                ("season_first", models.CharField(blank=True, max_length=5)),
                ("season_last", models.CharField(blank=True, max_length=5)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("doctors", models.PositiveSmallIntegerField(default=1)),
                (
                    "role",
                    models.CharField(
                        choices=[("doctor", "doctor"), ("back_up", "back_up")],
                        default="doctor",
                        max_length=10,
                    ),
                ),
                ("skills", models.JSONField(default=list)),
                (
                    "pay_form",
                    models.CharField(
                        choices=[
                            ("salary", "salary"),
                            ("self_employed", "self_employed"),
                            ("hourly", "hourly"),
                            ("standby", "standby"),
                        ],
                        max_length=15,
                    ),
                ),
                ("is_alone", models.BooleanField(default=False)),
                ("backs_up", models.JSONField(default=list)),
                ("municipalities", models.JSONField(default=list)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shift_types",
                        to="duty.dutydistrict",
                    ),
                ),
            ],
            options={
                "ordering": ["district", "starts", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("district", "code"), name="shift_type_once"),
                    models.CheckConstraint(
                        condition=models.Q(("doctors__gte", 1)), name="shift_type_needs_somebody"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="shift_type_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=[("off", "off"), ("on", "on")], max_length=5)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("weight", models.PositiveSmallIntegerField(default=1)),
                ("told_by", models.CharField(max_length=100)),
                ("told_at", models.DateTimeField(auto_now_add=True)),
                (
                    "duty_doctor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to="duty.dutydoctor",
                    ),
                ),
                (
                    "shift_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="duty.shifttype",
                    ),
                ),
            ],
            options={
                "ordering": ["first", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gt", models.F("first"))),
                        name="duty_wish_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 1), ("weight__lte", 10)),
                        name="duty_wish_weight",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="dutyshift",
            name="shift_type",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shifts",
                to="duty.shifttype",
            ),
        ),
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30)),
                ("name", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("main", "main"),
                            ("branch", "branch"),
                            ("satellite", "satellite"),
                            ("car", "car"),
                        ],
                        default="main",
                        max_length=10,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200)),
                ("opening_hours", models.CharField(blank=True, max_length=200)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stations",
                        to="duty.dutydistrict",
                    ),
                ),
            ],
            options={
                "ordering": ["district", "name", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("district", "code"), name="station_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("main", "branch", "satellite", "car"))),
                        name="station_kind_known",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="shifttype",
            name="station",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shift_types",
                to="duty.station",
            ),
        ),
        migrations.AddField(
            model_name="dutyshift",
            name="station",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shifts",
                to="duty.station",
            ),
        ),
        migrations.CreateModel(
            name="Competence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("evidence", models.CharField(blank=True, max_length=200)),
                ("noted_by", models.CharField(max_length=100)),
                ("noted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "doctor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="competences",
                        to="registry.doctor",
                    ),
                ),
            ],
            options={
                "ordering": ["doctor", "kind", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("doctor", "kind", "valid_from"), name="competence_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="competence_ends_after_start",
                    ),
                ],
            },
        ),
    ]
