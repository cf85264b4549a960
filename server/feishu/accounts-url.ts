/** Login pages lie beside the open platform (获取授权码): accounts.feishu.cn for open.feishu.cn. Another name has all in one place. */
export function accountsUrl(baseUrl: string): string {
  const url = new URL(baseUrl)
  url.hostname = url.hostname.replace(/^open\./, 'accounts.')
  return url.origin
}
