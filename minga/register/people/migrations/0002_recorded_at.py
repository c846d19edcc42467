"""When a fact and a household's member were recorded, so that as-of counts know them from then."""

from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="recorded_at",
            field=models.DateTimeField(default=timezone.now),
            preserve_default=False,
        )
        for model in ("registrationfact", "householdmember")
    ]
