import { DepartmentNamesQuery } from '../../../shared/requests.ts'
import { DepartmentNamesResponse } from '../../../shared/responses.ts'
import { nameDepartments } from '../../usecases/name-departments.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, type Route } from '../route.ts'

export function departmentRoutes({ ctx }: Pick<HttpDeps, 'ctx'>): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/v1/departments',
      operationId: 'nameDepartments',
      summary: 'The names of departments that were picked. What the app may not see is left out.',
      access: 'person',
      query: DepartmentNamesQuery,
      answers: [{ status: 200, description: 'Those that are known.', schema: DepartmentNamesResponse }],
      errors: ['feishu_unavailable', 'too_many_requests'],
      handle: async ({ query: { ids } }) => {
        const body = await nameDepartments(ctx, ids)
        return { status: 200, body, unknown: ids.length - body.items.length }
      },
    }),
  ]
}
