/** Where Feishu keeps files besides its own domain (三方快捷审批回调 names the first). */
const CONTENT_DOMAINS: Readonly<Record<string, readonly string[]>> = {
  'feishu.cn': ['feishu.cn', 'feishucdn.com'],
  'larksuite.com': ['larksuite.com', 'larksuitecdn.com'],
}

/**
 * Whether an address may be a file of the Feishu at `baseUrl`: on that host itself, on one of `others` (WEBHOOK_HOSTS),
 * or, of Feishu and Lark, over TLS below their domains and those that their files lie on. What else lies beside a Feishu
 * of one's own is not its own.
 */
export function isFileAddress(baseUrl: string, address: URL, others: readonly string[] = []): boolean {
  const own = new URL(baseUrl)
  if (others.includes(address.host) || others.includes(address.hostname)) return true
  if (address.protocol !== 'https:' && own.protocol === 'https:') return false
  if (address.host === own.host) return true
  return isBelow(address, domainsOf(own))
}

const domainsOf = (own: URL): readonly string[] =>
  Object.entries(CONTENT_DOMAINS).find(([domain]) => isBelow(own, [domain]))?.[1] ?? []

const isBelow = ({ hostname }: URL, domains: readonly string[]): boolean =>
  domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`))
