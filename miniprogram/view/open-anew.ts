type Opened = { route?: string; options?: Readonly<Record<string, string>> }

/** The page on top once more, and no other: whatever was on them was for somebody else. */
export function openAnew(): void {
  const { route, options = {} } = (getCurrentPages().at(-1) ?? {}) as Opened
  const query = Object.entries(options)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  tt.reLaunch({ url: `/${route ?? 'pages/home/index'}${query && `?${query}`}` })
}
