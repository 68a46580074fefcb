-- An empty staging table. A second run replaces it.
create or replace table {project}.{dataset}.{table} ({columns});
