import { LookedForUnknown, SourceReports, SourceSecret } from '../../../shared/source-reports.ts'
import { listSources } from '../../usecases/sources/list-sources.ts'
import { lookForUnknown } from '../../usecases/sources/look-for-unknown.ts'
import { makeSourceSecret } from '../../usecases/sources/source-secret.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, type Route } from '../route.ts'

/** Other systems whose approvals are shown here, as operators see them. */
export function sourceAdminRoutes({ ctx, log }: Pick<HttpDeps, 'ctx' | 'log'>): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/admin/v1/sources',
      operationId: 'listSources',
      summary: 'Each source with what is open, what was refused and whom it names whom nobody knows.',
      access: 'operator',
      answers: [{ status: 200, description: 'As sources.yaml names them.', schema: SourceReports }],
      handle: async () => ({ status: 200, body: { items: await listSources(ctx) } }),
    }),
    defineRoute({
      method: 'post',
      path: '/admin/v1/sources/:id/secret',
      operationId: 'makeSourceSecret',
      summary: 'A new secret for a source, told this once; the one before is good no more.',
      access: 'operator',
      answers: [{ status: 200, description: 'The secret.', schema: SourceSecret }],
      handle: async ({ params: { id = '' } }) => {
        const body = await makeSourceSecret(ctx, id)
        log.info({ source: body.id }, 'an operator made a new secret for a source')
        return { status: 200, body }
      },
    }),
    defineRoute({
      method: 'post',
      path: '/admin/v1/sources/look',
      operationId: 'lookForUnknown',
      summary: 'Look once more for everybody whom sources name and nobody knew.',
      access: 'operator',
      answers: [{ status: 200, description: 'What could be delivered.', schema: LookedForUnknown }],
      handle: async () => ({ status: 200, body: await lookForUnknown(ctx) }),
    }),
  ]
}
