import { api, sessions } from './client/services.ts'
import { coverTop } from './view/page.ts'

App({
  /** Logs in while the first page still loads. The page asks again and shows what goes wrong. */
  onLaunch: () => void api.me().catch(() => undefined),
  onHide: () => {
    sessions.left()
    coverTop()
  },
  onShow: () => sessions.returned(),
})
