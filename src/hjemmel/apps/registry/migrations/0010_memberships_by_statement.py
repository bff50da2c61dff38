"""Memberships written a month at a time: one index less, and overlaps looked for once a statement."""

import django.db.models.deletion
from django.db import migrations, models

from hjemmel.apps.registry import truth


class Migration(migrations.Migration):
    dependencies = [("registry", "0009_history_by_condition")]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="patient_list",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="registry.patientlist",
            ),
        ),
        migrations.RunPython(truth.install, migrations.RunPython.noop),
    ]
