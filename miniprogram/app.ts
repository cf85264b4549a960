import { api } from './client/services.ts'

App({
  /** Logs in while the first page still loads. The page asks again and shows what goes wrong. */
  onLaunch: () => void api.me().catch(() => undefined),
})
