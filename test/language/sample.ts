/** A file that uses most of the language. */
export const sample = `/// Cars and food sales: a CSV file in Cloud Storage becomes one fact table.
dag sales_facts {
  owner: "data-platform"
  tags: ["sales", "example"]
  schedule: "0 6 * * *"
  start: 2026-01-01
  parallelism: 4
  retries: 2

  input years: list = [2022, 2021]            // set by --input or the editor's prompt

  let project = target.project
  let dataset = "datasettest"
  let columns = "id int64, category string, lastdate date"

  defaults bq {
    location: "US"
    timeout: 10m
  }

  group tables {
    task final: bq {
      script: "scripts/create_table.sql"
      params: { project, dataset, columns, table: "mytable3", partitioncolumn: "lastdate", clustercolumn: "category" }
    }
    task staging: bq {
      matrix: { n: [1, 2] }
      script: "scripts/create_table_stg.sql"
      params: { project, dataset, columns, table: "mytable\${n}" }
    }
  }

  task startup: iac {
    action: create
    cluster: "cluster-dataproc-pydag-2022"
    config: "scripts/cluster.yaml"
  }

  task ingest: spark {
    script: "scripts/csv_gcs_to_bq.py"
    cluster: "cluster-dataproc-pydag-2022"
    params: { dataset, destination_table: "table_stg", bucket: "project-pydag", folder: "module_name", file_name: "test.csv" }
    writes: ["\${project}.\${dataset}.table_stg"]

    on local {                                // what stands in for this task on the laptop
      engine: bq
      script: "scripts/local/load_csv.sql"    // LOAD DATA … FROM FILES (format = 'CSV', uris = ['data/test.csv'])
      params: { project, dataset, table: "table_stg" }
    }
  }

  task extract: bq {
    matrix: { pick: [{ name: "cars", year: at(years, 0), into: "mytable1" }, { name: "food", year: at(years, 1), into: "mytable2" }] }
    script: "scripts/extract_from_stg.sql"    // … where category = @category and extract(year from lastdate) = @year
    params: { project, dataset, tablesource: "table_stg", tabledestination: pick.into, year: pick.year, category: pick.name }
  }

  task fact: bq {
    sql: """
      insert into {project}.{dataset}.mytable3 (id, category, lastdate)
      select id, category, lastdate from {project}.{dataset}.mytable1
      union all
      select id, category, lastdate from {project}.{dataset}.mytable2
      """
    params: { project, dataset }
  }

  task report: shell {
    run: """
      echo "fact table has $rows rows" > report.txt
      """
    params: { rows: fact.rows }               // reading an output makes an edge: fact -> report
    when: fact.rows > 0
  }

  [startup, tables] -> ingest -> extract -> fact
}

target prod {
  project: "atomic-key-348214"
  location: "US"
  region: "us-central1"
}
`
