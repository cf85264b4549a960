import {
  FindContactsQuery,
  FindInstancesQuery,
  FoundDepartments,
  FoundInstances,
  FoundPeople,
  InstanceReport,
} from '../../../shared/operator-finds.ts'
import { findInstances } from '../../usecases/find-instances.ts'
import { reportInstance } from '../../usecases/report-instance.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, type Route } from '../route.ts'

/** How operators find what they then act on. */
export function findRoutes({ ctx, operations }: Pick<HttpDeps, 'ctx' | 'operations'>): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/admin/v1/instances',
      operationId: 'findInstances',
      summary: 'Find approvals by number, title or person; a page may be empty and have a next one.',
      access: 'operator',
      query: FindInstancesQuery,
      answers: [{ status: 200, description: 'The latest changed first.', schema: FoundInstances }],
      errors: ['feishu_unavailable'],
      handle: async ({ query }) => ({ status: 200, body: await findInstances(ctx, query) }),
    }),
    defineRoute({
      method: 'get',
      path: '/admin/v1/instances/:id',
      operationId: 'reportInstance',
      summary:
        'One approval by its id or number: who decided what, when, from where, and what Feishu was told.',
      access: 'operator',
      answers: [{ status: 200, description: 'The approval without its form.', schema: InstanceReport }],
      errors: ['instance_not_found', 'instance_ambiguous'],
      handle: async ({ params: { id = '' } }) => ({ status: 200, body: await reportInstance(ctx, id) }),
    }),
    defineRoute({
      method: 'get',
      path: '/admin/v1/people',
      operationId: 'findPeople',
      summary: 'The ids of people, by name.',
      access: 'operator',
      query: FindContactsQuery,
      answers: [{ status: 200, description: 'At most 50.', schema: FoundPeople }],
      errors: ['feishu_unavailable'],
      handle: async ({ query: { name } }) => ({ status: 200, body: await operations.findPeople(name) }),
    }),
    defineRoute({
      method: 'get',
      path: '/admin/v1/departments',
      operationId: 'findDepartments',
      summary: 'The ids of departments, by name.',
      access: 'operator',
      query: FindContactsQuery,
      answers: [{ status: 200, description: 'At most 50.', schema: FoundDepartments }],
      errors: ['feishu_unavailable'],
      handle: async ({ query: { name } }) => ({ status: 200, body: await operations.findDepartments(name) }),
    }),
  ]
}
