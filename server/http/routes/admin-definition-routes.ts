import { AdminDefinitionsResponse, DefinitionPlan, DefinitionsApplied } from '../../../shared/api.ts'
import { listAdminDefinitions } from '../../usecases/list-admin-definitions.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, type Route } from '../route.ts'

type Deps = Pick<HttpDeps, 'ctx' | 'operations' | 'registrationErrors'>

export function adminDefinitionRoutes({ ctx, operations, registrationErrors }: Deps): Route[] {
  return []
}
