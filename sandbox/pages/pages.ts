import type Router from '@koa/router'
import type { ControlDeps } from '../control/control-route.ts'

export function addPages(router: Router, _deps: ControlDeps): void {
  router.get('/', (ctx) => {
    ctx.body = 'sandbox'
  })
}
