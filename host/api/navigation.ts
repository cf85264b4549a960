import type { Backend } from '../backends/backend.ts'
import { call, type PageStack } from '../router/page-stack.ts'
import { textOf, toApi } from './callback.ts'

/** 导航, 导航栏, 下拉刷新 and 滚动. */
export function navigationApis(stack: PageStack, backend: Backend, titleChanged: () => void) {
  const url = (options: Record<string, unknown>): string => textOf(options, 'url')
  return {
    navigateTo: toApi('navigateTo', (options) => stack.push(url(options))),
    redirectTo: toApi('redirectTo', (options) => stack.replace(url(options))),
    reLaunch: toApi('reLaunch', (options) => stack.relaunch(url(options))),
    // Without a tab bar of its own a package has one page per tab.
    switchTab: toApi('switchTab', (options) => stack.relaunch(url(options))),
    navigateBack: toApi('navigateBack', (options) => stack.pop(Number(options['delta'] ?? 1))),
    exitMiniProgram: toApi('exitMiniProgram', backend.exit),
    setNavigationBarTitle: toApi('setNavigationBarTitle', (options) => {
      const page = stack.top()
      if (!page) return
      page.title = textOf(options, 'title')
      titleChanged()
    }),
    setNavigationBarColor: toApi('setNavigationBarColor', nothing),
    showShareMenu: toApi('showShareMenu', nothing),
    hideShareMenu: toApi('hideShareMenu', nothing),
    startPullDownRefresh: toApi('startPullDownRefresh', () => {
      pullDown(stack)
    }),
    stopPullDownRefresh: toApi('stopPullDownRefresh', () => {
      stack.top()?.container.removeAttribute('data-refreshing')
    }),
    pageScrollTo: toApi('pageScrollTo', (options) => {
      stack.top()?.container.scrollTo({ top: Number(options['scrollTop'] ?? 0) })
    }),
  }
}

const nothing = (): void => undefined

/** The person, or the page itself, asks for fresh data. The sign goes away when the page says so, or after a while. */
export function pullDown(stack: PageStack): void {
  const page = stack.top()
  if (!page) return
  page.container.setAttribute('data-refreshing', '')
  setTimeout(() => page.container.removeAttribute('data-refreshing'), LONGEST_REFRESH_MS)
  call(page, 'onPullDownRefresh')
}

const LONGEST_REFRESH_MS = 10_000
