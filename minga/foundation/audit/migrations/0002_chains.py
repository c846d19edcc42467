"""The log is chained from here on. What an installation logged before has no codes, and goes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.DeleteModel("AuditEvent"),
        migrations.CreateModel(
            name="AuditChain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("length", models.BigIntegerField(default=0)),
                ("code", models.CharField(blank=True, max_length=64)),
                ("seal", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chain", models.BigIntegerField()),
                ("number", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("team", models.CharField(blank=True, max_length=60)),
                ("action", models.CharField(max_length=60)),
                ("object_kind", models.CharField(max_length=40)),
                ("object_id", models.CharField(max_length=64)),
                ("detail", models.JSONField(default=dict)),
                ("reason_key", models.UUIDField(null=True)),
                ("sealed_reason", models.BinaryField(null=True)),
                ("code", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["object_kind", "object_id"], name="audit_event_object"),
                    models.Index(fields=["at"], name="audit_event_at"),
                    models.Index(fields=["by", "at"], name="audit_event_by"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "number"), name="audit_event_place"),
                    models.CheckConstraint(
                        condition=models.Q(("reason_key__isnull", True), ("sealed_reason__isnull", True))
                        | models.Q(("reason_key__isnull", False), ("sealed_reason__isnull", False)),
                        name="audit_event_reason_has_a_key",
                    ),
                ],
            },
        ),
    ]
