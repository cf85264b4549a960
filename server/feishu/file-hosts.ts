/** Where Feishu keeps files besides its own domain (三方快捷审批回调 names the first). */
const CONTENT_DOMAINS: Readonly<Record<string, readonly string[]>> = {
  'feishu.cn': ['feishucdn.com'],
  'larksuite.com': ['larksuitecdn.com'],
}

/**
 * Whether an address may be a file of the Feishu at `baseUrl`: on that host itself, below its domain
 * (`open.feishu.cn` → `feishu.cn`), or below a domain that its files are known to lie on.
 */
export function isFileAddress(baseUrl: string, address: URL): boolean {
  const { host, hostname } = new URL(baseUrl)
  if (address.host === host) return true
  const domain = domainOf(hostname)
  const domains = domain === undefined ? [] : [domain, ...(CONTENT_DOMAINS[domain] ?? [])]
  return domains.some((one) => address.hostname === one || address.hostname.endsWith(`.${one}`))
}

/** Without its first label; an address, or a name that has no more than two, has none. */
function domainOf(hostname: string): string | undefined {
  const labels = hostname.split('.')
  const isName = /[a-z]$/i.test(hostname)
  return isName && labels.length > 2 ? labels.slice(1).join('.') : undefined
}
