import { call, type OpenPage } from './page-stack.ts'

const REACH_BOTTOM_PX = 50
const PULL_PX = 60

/** onReachBottom, onPageScroll and onPullDownRefresh of whichever page is on top. */
export function watchScrolling(root: HTMLElement, top: () => OpenPage | undefined, onPull: () => void): void {
  /** How high the page was when its end was reached; it may have grown since. */
  let reachedAt: number | undefined
  root.addEventListener(
    'scroll',
    (event) => {
      const page = top()
      if (event.target !== page?.container) return
      const { scrollTop, scrollHeight, clientHeight } = page.container
      call(page, 'onPageScroll', { scrollTop })
      const distance = page.settings.onReachBottomDistance ?? REACH_BOTTOM_PX
      const isAtBottom = scrollHeight - clientHeight - scrollTop <= distance
      if (isAtBottom && reachedAt !== scrollHeight) call(page, 'onReachBottom')
      reachedAt = isAtBottom ? scrollHeight : undefined
    },
    { capture: true, passive: true },
  )
  watchPull(root, top, onPull)
}

/** A drag down from the very top of a page that wants it. */
function watchPull(root: HTMLElement, top: () => OpenPage | undefined, onPull: () => void): void {
  let startedAt: number | undefined
  root.addEventListener('pointerdown', (event) => {
    const page = top()
    const canPull = page?.settings.enablePullDownRefresh === true && page.container.scrollTop <= 0
    startedAt = canPull && event.isPrimary ? event.clientY : undefined
  })
  const end = (event: PointerEvent | TouchEvent): void => {
    const y = 'changedTouches' in event ? event.changedTouches[0]?.clientY : event.clientY
    if (startedAt !== undefined && y !== undefined && y - startedAt >= PULL_PX) onPull()
    startedAt = undefined
  }
  root.addEventListener('pointerup', end)
  // The browser cancels a touch's pointer once it scrolls, and goes on with touch events.
  root.addEventListener('touchend', end, { passive: true })
}
