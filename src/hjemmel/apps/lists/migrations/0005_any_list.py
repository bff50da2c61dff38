import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lists", "0004_reductions_and_days")]

    operations = [
        migrations.AlterField(
            model_name="changerequest",
            name="wanted_list",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="change_requests",
                to="registry.patientlist",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("wanted_list__isnull", False),
                    models.Q(("state__in", ("granted", "list_full", "carried_out")), _negated=True),
                    _connector="OR",
                ),
                name="request_for_any_list_holds_no_place",
            ),
        ),
    ]
