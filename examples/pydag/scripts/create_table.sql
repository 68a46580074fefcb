-- An empty table, partitioned and clustered. A second run replaces it.
create or replace table {project}.{dataset}.{table} ({columns})
partition by {partitioncolumn}
cluster by {clustercolumn};
