"""Rudolphine every night, as an Airflow DAG (2.4 and later, and 3).

Lock: in the lake; max_active_runs only saves a start. Exit codes: 4 (another run holds the lock) marks the task as skipped, every
other code but 0 fails it; nothing is retried, the next night goes on from there. Secrets: from the worker's own environment or a
Hadoop credential provider, never from the command.
"""

import datetime

from airflow import DAG

try:
    from airflow.providers.standard.operators.bash import BashOperator
except ImportError:  # Airflow 2 without the standard provider
    from airflow.operators.bash import BashOperator

with DAG(
    dag_id="rudolphine_nightly",
    schedule="30 4 * * *",
    start_date=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=datetime.timedelta(hours=20),
) as dag:
    BashOperator(
        task_id="nightly",
        # exec: a task that is stopped sends SIGTERM, which has to reach the run itself.
        bash_command="exec /opt/rudolphine/bin/rudolphine nightly --settings /etc/rudolphine/site.yaml",
        skip_on_exit_code=4,
        retries=0,
        execution_timeout=datetime.timedelta(hours=19),
    )
