"""Loads a CSV file of sales from Cloud Storage into a BigQuery table, as a Spark job on Dataproc.

    csv_gcs_to_bq.py --params '{"project": "p", "dataset": "d", "destination_table": "t",
                                "bucket": "b", "folder": "f", "file_name": "test.csv"}'

The table is replaced. A file whose columns or values are not as expected fails the job and leaves the table as it was.
Images of Dataproc from 2.1 on bring the BigQuery connector with them.
"""

import argparse
import json
import sys

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import DateType, LongType, StringType, StructField, StructType

REQUIRED = ("dataset", "destination_table", "bucket", "folder", "file_name")

SCHEMA = StructType(
    [
        StructField("id", LongType(), nullable=True),
        StructField("category", StringType(), nullable=True),
        StructField("lastdate", DateType(), nullable=True),
    ]
)


def parse_params(arguments: list[str]) -> dict[str, str]:
    """The params of the task; ends the program with status 2 where one is missing."""
    parser = argparse.ArgumentParser(description="Load a CSV file from Cloud Storage into BigQuery.")
    parser.add_argument("--params", required=True, type=json.loads, help="params of the task, as a JSON object")
    params = parser.parse_args(arguments).params
    if not isinstance(params, dict):
        parser.error("--params must be a JSON object")
    missing = [name for name in REQUIRED if not params.get(name)]
    if missing:
        parser.error(f"--params has no {', '.join(missing)}")
    return params


def source_path(params: dict[str, str]) -> str:
    """The file in Cloud Storage."""
    parts = (params["bucket"], params["folder"].strip("/"), params["file_name"])
    return "gs://" + "/".join(part for part in parts if part)


def destination(params: dict[str, str]) -> str:
    """The table, with its project where one is given."""
    table = f"{params['dataset']}.{params['destination_table']}"
    return f"{params['project']}.{table}" if params.get("project") else table


def read_csv(spark: SparkSession, path: str) -> DataFrame:
    """The file's rows. A wrong header or value fails, rather than becoming NULL."""
    return (
        spark.read.schema(SCHEMA)
        .option("header", True)
        .option("enforceSchema", False)
        .option("mode", "FAILFAST")
        .option("dateFormat", "yyyy-MM-dd")
        .csv(path)
    )


def write_table(rows: DataFrame, table: str, bucket: str) -> None:
    """Replaces the table by way of files in the bucket, in one step at the end."""
    (
        rows.write.format("bigquery")
        .option("table", table)
        .option("writeMethod", "indirect")
        .option("temporaryGcsBucket", bucket)
        .option("intermediateFormat", "parquet")
        .mode("overwrite")
        .save()
    )


def main(arguments: list[str]) -> int:
    params = parse_params(arguments)
    spark = SparkSession.builder.appName(f"load {destination(params)}").getOrCreate()
    try:
        rows = read_csv(spark, source_path(params)).cache()
        count = rows.count()
        write_table(rows, destination(params), params["bucket"])
        print(f"{count} rows from {source_path(params)} into {destination(params)}")
        return 0
    finally:
        spark.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
