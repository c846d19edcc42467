from django.db import migrations

import minga.foundation.definitions.fields


class Migration(migrations.Migration):

    dependencies = [
        ('definitions', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='loadeddefinition',
            name='content',
            field=minga.foundation.definitions.fields.OrderedJSONField(),
        ),
    ]
