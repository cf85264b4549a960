import { z } from 'zod'
import { HealthResponse, ReadyResponse } from '../../../shared/operator-api.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, type Route } from '../route.ts'

type Deps = Pick<HttpDeps, 'readiness' | 'metrics'> & { openApi: () => object }

const PROMETHEUS = 'text/plain; version=0.0.4; charset=utf-8'

export function healthRoutes({ readiness, metrics, openApi }: Deps): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/healthz',
      operationId: 'health',
      summary: 'Alive.',
      access: 'public',
      answers: [{ status: 200, description: 'Alive.', schema: HealthResponse }],
      handle: async () => ({ status: 200, body: { status: 'ok' } }),
    }),
    defineRoute({
      method: 'get',
      path: '/readyz',
      operationId: 'readiness',
      summary: 'Able to serve.',
      access: 'public',
      answers: [
        { status: 200, description: 'Ready.', schema: ReadyResponse },
        { status: 503, description: 'Not ready; the checks say why.', schema: ReadyResponse },
      ],
      handle: async () => {
        const state = await readiness()
        return { status: state.ready ? 200 : 503, body: state }
      },
    }),
    defineRoute({
      method: 'get',
      path: '/metrics',
      operationId: 'metrics',
      summary: 'Numbers for Prometheus.',
      access: 'public',
      answers: [{ status: 200, description: 'Prometheus text.', schema: z.string(), type: 'text/plain' }],
      handle: async () => ({ status: 200, body: await metrics(), type: PROMETHEUS }),
    }),
    defineRoute({
      method: 'get',
      path: '/openapi.json',
      operationId: 'openApi',
      summary: 'This document.',
      access: 'public',
      answers: [{ status: 200, description: 'OpenAPI 3.1.', schema: z.record(z.string(), z.unknown()) }],
      handle: async () => ({ status: 200, body: openApi() }),
    }),
  ]
}
