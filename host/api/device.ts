import type { Backend, Theme } from '../backends/backend.ts'
import { textOf, toApi } from './callback.ts'

type Listener = (event: object) => void

/** 系统信息, 剪贴板, 网络状态 and the theme. */
export function deviceApis(backend: Backend, theme: () => Theme, themeListeners: Set<Listener>) {
  const info = () => ({
    platform: backend.platform,
    system: backend.platform,
    brand: isDesktop(backend) ? 'PC' : 'browser',
    model: isDesktop(backend) ? 'PC' : 'browser',
    version: '7.40.0',
    SDKVersion: '3.0.0',
    appName: 'Feishu',
    language: backend.language.replace('-', '_'),
    theme: theme(),
    screenWidth: window.innerWidth,
    screenHeight: window.innerHeight,
    windowWidth: window.innerWidth,
    windowHeight: window.innerHeight,
    pixelRatio: window.devicePixelRatio,
    statusBarHeight: 0,
    fontSizeSetting: 16,
  })
  return {
    getSystemInfoSync: info,
    getSystemInfo: toApi('getSystemInfo', info),
    getNetworkType: toApi('getNetworkType', () => ({ networkType: navigator.onLine ? 'wifi' : 'none' })),
    setClipboardData: toApi('setClipboardData', async (options) => {
      await navigator.clipboard.writeText(textOf(options, 'data'))
    }),
    getClipboardData: toApi('getClipboardData', async () => ({ data: await navigator.clipboard.readText() })),
    vibrateShort: toApi('vibrateShort', () => undefined),
    onThemeChange: (listener: Listener) => void themeListeners.add(listener),
    offThemeChange: (listener?: Listener) => {
      if (listener) themeListeners.delete(listener)
      else themeListeners.clear()
    },
    onNetworkStatusChange: (listener: Listener) => {
      const tell = (): void =>
        listener({ isConnected: navigator.onLine, networkType: navigator.onLine ? 'wifi' : 'none' })
      window.addEventListener('online', tell)
      window.addEventListener('offline', tell)
    },
  }
}

const isDesktop = ({ platform }: Backend): boolean => platform === 'darwin' || platform === 'windows_nt'
