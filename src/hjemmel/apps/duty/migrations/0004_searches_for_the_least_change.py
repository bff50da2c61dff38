from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duty", "0003_offers_as_seen"),
    ]

    operations = [
        migrations.AddField(
            model_name="rosterrun",
            name="replans_from",
            field=models.DateTimeField(null=True),
        ),
    ]
