import assert from 'node:assert/strict'
import test from 'node:test'
import { sqlFolder } from './sql-folder.ts'

/** The work of a warehouse, as its scripts are written: what is loaded day by day, kept, and counted. */

const raw = `
create schema if not exists raw options (location = 'US');
create or replace table raw.orders (
  order_id int64 not null, customer_id int64, status string, amount numeric(12, 2), ordered_at timestamp,
  items array<struct<sku string, quantity int64, price numeric>>
) partition by date(ordered_at) cluster by customer_id options (description = 'orders as they come');
insert into raw.orders values
  (1, 10, 'paid', 30.5, '2024-01-01 10:00:00+00', [('a', 2, 10), ('b', 1, 10.5)]),
  (2, 11, 'paid', 5, '2024-01-01 23:59:59+00', [('a', 1, 5)]),
  (3, 10, 'open', 7.25, '2024-01-15 08:00:00+00', [('c', 1, 7.25)]),
  (4, 12, 'paid', 100, '2024-02-03 12:00:00+00', []),
  (5, 10, 'paid', 12, '2024-02-10 09:30:00+00', [('b', 1, 12)]);
create or replace table raw.customers as
  select * from unnest([struct(10 as customer_id, 'Ann' as name, 'DE' as country), (11, 'Bob', 'US'), (12, null, 'US')]);
`

test('a star schema is built and counted', async t => {
  const sql = await sqlFolder(t)
  await sql.rows(raw)
  await sql.rows(`
    create or replace table mart.dim_customer as
    select to_hex(md5(cast(customer_id as string))) as customer_key, customer_id, ifnull(name, 'unknown') as name, country from raw.customers;

    create or replace table mart.fact_sales partition by sale_date cluster by sku as
    with lines as (
      select o.order_id, o.customer_id, date(o.ordered_at) as sale_date, line.sku, line.quantity, line.price, position
      from raw.orders as o, unnest(o.items) as line with offset as position
      where o.status = 'paid'
    )
    select l.* except (customer_id), d.customer_key, l.quantity * l.price as revenue
    from lines as l left join mart.dim_customer as d using (customer_id);`)
  const result = await sql.run(
    `select d.country, f.sku, sum(f.revenue) as revenue, round(avg(f.price), 2) as price, count(distinct order_id) as orders
     from mart.fact_sales f join mart.dim_customer d on f.customer_key = d.customer_key
     group by country, sku having revenue > 0 order by revenue desc, sku`,
    { sample: 10 },
  )
  assert.deepEqual(result.kind === 'success' ? result.sample?.rows : result, [
    ['DE', 'b', '22.5', '11.25', '2'],
    ['DE', 'a', '20', '10', '1'],
    ['US', 'a', '5', '5', '1'],
  ])
})

test('rows of slowly changing customers are kept with their times', async t => {
  const sql = await sqlFolder(t)
  await sql.rows(`create table mart.customer_history (customer_id int64, country string, valid_from date, valid_to date, is_current bool);
    insert mart.customer_history values (10, 'DE', '2024-01-01', null, true), (11, 'US', '2024-01-01', null, true)`)
  const load = `
    declare today date default date '2024-03-01';
    create temp table incoming as select 10 as customer_id, 'FR' as country union all select 11, 'US' union all select 12, 'IT';
    merge mart.customer_history h
    using (
      select customer_id as merge_key, * from incoming
      union all
      select null, i.* from incoming i join mart.customer_history h on i.customer_id = h.customer_id and h.is_current where i.country != h.country
    ) s on h.customer_id = s.merge_key and h.is_current
    when matched and h.country != s.country then update set is_current = false, valid_to = date_sub(today, interval 1 day)
    when not matched then insert (customer_id, country, valid_from, valid_to, is_current) values (s.customer_id, s.country, today, null, true)`
  await sql.rows(load)
  // A second load of the same rows changes nothing.
  await sql.rows(load)
  const result = await sql.run('select * from mart.customer_history order by customer_id, valid_from', { sample: 10 })
  assert.deepEqual(result.kind === 'success' ? result.sample?.rows : result, [
    ['10', 'DE', '2024-01-01', '2024-02-29', 'false'],
    ['10', 'FR', '2024-03-01', null, 'true'],
    ['11', 'US', '2024-01-01', null, 'true'],
    ['12', 'IT', '2024-03-01', null, 'true'],
  ])
})

test('days are loaded again without rows twice', async t => {
  const sql = await sqlFolder(t)
  await sql.rows(raw)
  const daily = `
    create table if not exists mart.daily (day date not null, orders int64, revenue numeric);
    begin transaction;
    merge mart.daily as d
    using (select date(ordered_at) as day, count(*) as orders, sum(amount) as revenue from raw.orders where date(ordered_at) between @from and @to group by day) as s
    on d.day = s.day
    when matched then update set orders = s.orders, revenue = s.revenue
    when not matched then insert row;
    commit transaction;`
  const days = {
    from: { type: 'date', ms: Date.UTC(2024, 0, 1), dateOnly: true } as const,
    to: { type: 'date', ms: Date.UTC(2024, 0, 31), dateOnly: true } as const,
  }
  await sql.rows(daily, { params: days as never })
  await sql.rows(daily, { params: days as never })
  const result = await sql.run('select * from mart.daily order by day', { sample: 10 })
  assert.deepEqual(result.kind === 'success' ? result.sample?.rows : result, [
    ['2024-01-01', '2', '35.5'],
    ['2024-01-15', '1', '7.25'],
  ])
})

const reports: readonly [string, string, readonly (readonly unknown[])[]][] = [
  [
    'the latest row of each key',
    `select * except (n) from (select *, row_number() over (partition by customer_id order by ordered_at desc) as n from raw.orders) where n = 1 and customer_id < 12 order by customer_id`,
    [
      ['5', '10', 'paid', '12', '2024-02-10 09:30:00.000000', [['b', '1', '12']]],
      ['2', '11', 'paid', '5', '2024-01-01 23:59:59.000000', [['a', '1', '5']]],
    ],
  ],
  [
    'the same by QUALIFY',
    'select order_id from raw.orders qualify row_number() over (partition by customer_id order by ordered_at desc) = 1 order by order_id',
    [['2'], ['4'], ['5']],
  ],
  [
    'cohorts',
    `with first as (select customer_id, date_trunc(date(min(ordered_at)), month) as cohort from raw.orders group by customer_id),
      activity as (select distinct customer_id, date_trunc(date(ordered_at), month) as month from raw.orders)
     select format_date('%Y-%m', cohort) as cohort, date_diff(month, cohort, month) as age, count(*) as customers,
       safe_divide(count(*), max(count(*)) over (partition by format_date('%Y-%m', cohort))) as share
     from activity join first using (customer_id) group by cohort, age order by cohort, age`,
    [
      ['2024-01', '0', '2', '1'],
      ['2024-01', '1', '1', '0.5'],
      ['2024-02', '0', '1', '1'],
    ],
  ],
  [
    'sessions',
    `with events as (select customer_id, ordered_at, timestamp_diff(ordered_at, lag(ordered_at) over (partition by customer_id order by ordered_at), day) as gap from raw.orders),
      marked as (select *, countif(gap is null or gap > 14) over (partition by customer_id order by ordered_at) as session from events)
     select customer_id, session, count(*) as events, min(date(ordered_at)) as start from marked group by 1, 2 order by 1, 2`,
    [
      ['10', '1', '2', '2024-01-01'],
      ['10', '2', '1', '2024-02-10'],
      ['11', '1', '1', '2024-01-01'],
      ['12', '1', '1', '2024-02-03'],
    ],
  ],
  [
    'a calendar without holes',
    `select day, ifnull(sum(amount), 0) as amount, sum(ifnull(sum(amount), 0)) over (order by day) as running
     from unnest(generate_date_array('2024-01-14', '2024-01-16')) as day left join raw.orders on date(ordered_at) = day group by day order by day`,
    [
      ['2024-01-14', '0', '0'],
      ['2024-01-15', '7.25', '7.25'],
      ['2024-01-16', '0', '7.25'],
    ],
  ],
  [
    'totals by ROLLUP',
    `select ifnull(country, 'all') as place, sum(amount) as amount from raw.orders join raw.customers using (customer_id) group by rollup (country) order by grouping(country), country`,
    [
      ['DE', '49.75'],
      ['US', '105'],
      ['all', '154.75'],
    ],
  ],
  [
    'months side by side',
    `select * from (select country, format_timestamp('%b', ordered_at) as month, amount from raw.orders join raw.customers using (customer_id))
     pivot (sum(amount) as amount, count(*) as orders for month in ('Jan', 'Feb')) order by country`,
    [
      ['DE', '37.75', '2', '12', '1'],
      ['US', '5', '1', '100', '1'],
    ],
  ],
  [
    'arrays put together and taken apart',
    `select sku, sum(quantity) as quantity, string_agg(distinct cast(order_id as string), '+' order by cast(order_id as string)) as orders
     from raw.orders as o cross join o.items group by sku order by quantity desc, sku`,
    [
      ['a', '3', '1+2'],
      ['b', '2', '1+5'],
      ['c', '1', '3'],
    ],
  ],
  [
    'a tree',
    `with recursive boss as (select 1 as id, cast(null as int64) as above union all select 2, 1 union all select 3, 2),
      chain as (select id, cast(id as string) as path from boss where above is null union all select b.id, c.path || '/' || b.id from boss b join chain c on b.above = c.id)
     select path from chain order by id`,
    [['1'], ['1/2'], ['1/2/3']],
  ],
]

for (const [title, query, rows] of reports) {
  test(`a report: ${title}`, async t => {
    const sql = await sqlFolder(t)
    await sql.rows(raw)
    const result = await sql.run(query, { sample: 100 })
    assert.deepEqual(result.kind === 'success' ? result.sample?.rows : result, rows)
  })
}

test('tables are made for each month in a loop', async t => {
  const sql = await sqlFolder(t)
  await sql.rows(raw)
  const rows = await sql.rows(`
    declare total int64 default 0;
    for m in (select distinct format_timestamp('%Y%m', ordered_at) as month from raw.orders order by month) do
      execute immediate format("create or replace table mart.orders_%s as select * from raw.orders where format_timestamp('%%Y%%m', ordered_at) = '%s'", m.month, m.month);
      set total = total + 1;
    end for;
    assert total = 2 as 'two months';
    select * from mart.orders_202401`)
  assert.equal(rows, 3)
  assert.equal((await sql.table('local.mart.orders_202402'))?.total, 2)
})
