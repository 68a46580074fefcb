-- The rows of one category and one year.
insert into {project}.{dataset}.{tabledestination} (id, category, lastdate)
select id, category, lastdate
from {project}.{dataset}.{tablesource}
where category = @category
  and extract(year from lastdate) = @year;
