declare const BUILT_PUBLIC_URL: string
declare const BUILT_APP_ID: string

/**
 * Whoever runs the package outside of Feishu may say, before it loads, where the server is and which app this is:
 * `globalThis.approvalBridgeHost = { apiBase: 'https://…', appId: 'cli_…' }`. Empty: what the build was given.
 */
type Host = { apiBase?: string; appId?: string }
declare const approvalBridgeHost: Host | undefined

const host: Host = typeof approvalBridgeHost === 'object' ? approvalBridgeHost : {}

/** An empty base means the origin that the page came from. */
export const API_BASE = host.apiBase ?? BUILT_PUBLIC_URL
export const APP_ID = host.appId ?? BUILT_APP_ID
