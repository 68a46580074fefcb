/** How a loopback endpoint may be written. */
const hosts = ['127.0.0.1', 'localhost', '[::1]', '::1']

/**
 * Keeps calls of this very machine from the proxies of the environment, which the clients would use for them too and which cannot
 * reach it. There is no option of theirs for it: they read `NO_PROXY` with each call.
 */
export function keepLoopbackFromProxies(env: Record<string, string | undefined> = process.env): void {
  const listed = (env['NO_PROXY'] ?? env['no_proxy'] ?? '').split(',').map(host => host.trim())
  const missing = hosts.filter(host => !listed.includes(host))
  if (missing.length > 0) env['NO_PROXY'] = [...listed.filter(host => host !== ''), ...missing].join(',')
}
