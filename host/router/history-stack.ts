/** Where the page stack stands in the browser's history: one entry per page, so that 'back' goes back in the pages. */
export function createHistoryStack(toAddress: (url: string) => string) {
  let depth = 0
  let isReady = false
  return {
    shown(url: string, next: number): void {
      const state = { depth: next }
      if (isReady && next > depth) history.pushState(state, '', toAddress(url))
      else if (next < depth && depthOfEntry() > next) history.go(next - depthOfEntry())
      else history.replaceState(state, '', toAddress(url))
      depth = next
      isReady = true
    },
    /** Calls back with how many pages to close. A page further on is loaded anew. */
    listen(close: (pages: number) => void): void {
      window.addEventListener('popstate', () => {
        const wanted = depthOfEntry()
        if (wanted < depth) close(depth - wanted)
        else if (wanted > depth) location.reload()
      })
    },
  }
}

const depthOfEntry = (): number => (history.state as { depth?: number } | null)?.depth ?? 0
