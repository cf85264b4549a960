import type { HttpDeps } from '../deps.ts'
import { createOpenApi } from '../openapi.ts'
import type { Route } from '../route.ts'
import { adminRoutes } from './admin-routes.ts'
import { attachmentRoutes } from './attachment-routes.ts'
import { departmentRoutes } from './department-routes.ts'
import { definitionRoutes } from './definition-routes.ts'
import { feishuDoorRoutes } from './feishu-door-routes.ts'
import { feishuRoutes } from './feishu-routes.ts'
import { healthRoutes } from './health-routes.ts'
import { instanceRoutes } from './instance-routes.ts'
import { optionRoutes } from './option-routes.ts'
import { jssdkRoutes } from './jssdk-routes.ts'
import { pressRoutes } from './press-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { settingsRoutes } from './settings-routes.ts'
import { sourceAdminRoutes } from './source-admin-routes.ts'
import { sourceRoutes } from './source-routes.ts'
import { verbRoutes } from './verb-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

/** Every route of the server: what it does and what its document says. */
export function allRoutes(deps: HttpDeps): Route[] {
  let document: object | undefined
  const openApi = (): object => (document ??= createOpenApi(routes, deps.version))
  const routes: Route[] = [
    ...feishuRoutes(deps),
    ...feishuDoorRoutes(deps),
    ...sessionRoutes(deps),
    ...settingsRoutes(deps),
    ...definitionRoutes(deps),
    ...optionRoutes(deps),
    ...departmentRoutes(deps),
    ...instanceRoutes(deps),
    ...verbRoutes(deps),
    ...pressRoutes(deps),
    ...attachmentRoutes(deps),
    ...jssdkRoutes(deps),
    ...adminRoutes(deps),
    ...sourceAdminRoutes(deps),
    ...sourceRoutes(deps),
    ...webhookRoutes(deps),
    ...healthRoutes({ ...deps, openApi }),
  ]
  return routes
}
