import { SettingsRequest, SettingsView } from '../../../shared/settings.ts'
import { readSettings } from '../../usecases/read-settings.ts'
import { saveSettings } from '../../usecases/save-settings.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, sessionOf, type Route } from '../route.ts'
import { settingsAct } from '../settings-act.ts'

export function settingsRoutes({ ctx }: Pick<HttpDeps, 'ctx'>): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/v1/me/settings',
      operationId: 'readSettings',
      summary: 'Who stands in for me, what I do not want to be told, and in which language.',
      access: 'person',
      answers: [{ status: 200, description: 'What I chose.', schema: SettingsView }],
      handle: async (request) => ({ status: 200, body: await readSettings(ctx, sessionOf(request).userId) }),
    }),
    defineRoute({
      method: 'put',
      path: '/api/v1/me/settings',
      operationId: 'saveSettings',
      summary: 'Choose it anew; what is left out is not set any more.',
      access: 'person',
      body: SettingsRequest,
      answers: [{ status: 200, description: 'What I chose.', schema: SettingsView }],
      errors: ['person_not_found', 'person_not_allowed', 'definition_not_found', 'feishu_unavailable'],
      handle: async (request) => {
        const { userId } = sessionOf(request)
        const before = await readSettings(ctx, userId)
        const body = await saveSettings(ctx, { ...request.body, userId })
        return { status: 200, body, act: settingsAct(userId, before, body) }
      },
    }),
  ]
}
