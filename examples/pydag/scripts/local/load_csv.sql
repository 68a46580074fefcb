-- What stands in for the Spark job on the local target: the same file, read from this folder.
load data overwrite {project}.{dataset}.{table} (id int64, category string, lastdate date)
from files (
  format = 'CSV',
  uris = ['data/test.csv'],
  skip_leading_rows = 1
);
