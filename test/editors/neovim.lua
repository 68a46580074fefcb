-- Waits for the problem of main.dag, completes after its last arrow, and tells what came.
-- A single completion is shown too: without this it is written at once, and no event tells of it.
vim.o.completeopt = 'menuone'

local seen = { problems = {}, offered = {} }

vim.api.nvim_create_autocmd('DiagnosticChanged', {
  callback = function(event)
    local found = vim.diagnostic.get(event.buf)
    if #found == 0 or #seen.problems > 0 then return end
    for _, one in ipairs(found) do
      local line = vim.api.nvim_buf_get_lines(event.buf, one.lnum, one.lnum + 1, false)[1]
      table.insert(seen.problems, { line = one.lnum, text = line:sub(one.col + 1, one.end_col), message = one.message })
    end
    seen.filetype = vim.bo[event.buf].filetype
    -- The place of the unknown name is where a name is completed.
    vim.fn.cursor(found[1].lnum + 1, found[1].col + 1)
    local keys = vim.api.nvim_replace_termcodes('C<C-x><C-o>', true, false, true)
    vim.api.nvim_feedkeys(keys, 'n', false)
  end,
})

vim.api.nvim_create_autocmd('CompleteChanged', {
  callback = function()
    local items = vim.fn.complete_info({ 'items' }).items
    if #items == 0 or #seen.offered > 0 then return end
    for _, item in ipairs(items) do
      table.insert(seen.offered, item.abbr ~= '' and item.abbr or item.word)
    end
    local keys = vim.api.nvim_replace_termcodes('<C-y><Esc>', true, false, true)
    vim.api.nvim_feedkeys(keys, 'n', false)
  end,
})

vim.api.nvim_create_autocmd('InsertLeave', {
  callback = function()
    seen.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
    vim.fn.writefile({ vim.fn.json_encode(seen) }, 'seen.json')
    vim.cmd('qall!')
  end,
})

vim.cmd('edit main.dag')
