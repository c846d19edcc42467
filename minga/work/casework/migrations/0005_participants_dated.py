"""When a participant was recorded and taken back, so that as-of counts know them from then to then."""

from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_step_gathering")]

    operations = [
        migrations.RemoveConstraint(model_name="participant", name="participant_once"),
        migrations.AddField(
            model_name="participant",
            name="recorded_at",
            field=models.DateTimeField(default=timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="participant",
            name="retracted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retracted_at", None)),
                fields=("case", "role", "registration"),
                name="participant_once",
            ),
        ),
    ]
