import { z } from 'zod'
import { onlineOf } from '../app/app-config.ts'
import { review } from '../app/patch-app.ts'
import { FaultRule } from '../faults/fault.ts'
import { changePerson, NotPossible, PersonPatch } from '../contact/change-person.ts'
import { Share, shareLink } from '../center/share.ts'
import { issueLoginCode } from '../platform/auth.ts'
import { answerConfig, ConfigQuestion } from '../platform/jssdk.ts'
import { isRedirectUrl } from '../platform/own-pages.ts'
import { PressInput } from '../press/press-input.ts'
import { NoButton } from '../press/target.ts'
import { Settings } from '../settings.ts'
import { ControlError, type ControlRoute } from './control-route.ts'
import { toPersonView } from './person-view.ts'

/** `page`: the web app's page that asks; without it a mini program does. */
const LoginBody = z.object({ userId: z.string(), page: z.string().optional() })
const ClockBody = z.union([z.object({ advanceMs: z.number() }), z.object({ setTo: z.number() })])
const ReviewBody = z.object({ agree: z.boolean() })
const DownBody = z.object({ down: z.boolean() })
const FaultBody = z.union([
  FaultRule,
  z.object({ seed: z.number().int().optional(), faults: z.array(FaultRule) }),
])
const DepartmentPatch = z.object({ leaderUserId: z.string() })

/** Only what is named changes, so defaults of the schema must not sneak in. */
const SettingsPatch = z
  .record(z.string(), z.unknown())
  .refine((patch) => Object.keys(patch).every((key) => key in Settings.shape), 'no such setting')

/** What tests and people at the page do to the sandbox. */
export const CHANGE_ROUTES: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: '/_sandbox/login-codes',
    what: 'a login code of a person: three minutes, once; for a web app {page} has to be a redirect URL',
    handle: ({ world }, { body }) => {
      const { userId, page } = LoginBody.parse(body)
      if (!world.state.people.get(userId))
        throw new ControlError(404, 'person_not_found', `nobody has the user_id ${userId}`)
      if (page !== undefined && !isRedirectUrl(world, page))
        throw new ControlError(403, 'redirect_url_unlisted', `20029: no redirect URL of the app is ${page}`)
      return { code: issueLoginCode(world, userId) }
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/jssdk/config',
    what: 'what h5sdk.config is answered on a page: {page, options}',
    handle: ({ world }, { body }) => answerConfig(world, ConfigQuestion.parse(body)),
  },
  {
    method: 'POST',
    path: '/_sandbox/shares',
    what: 'a link that somebody shares: {from, to: [user_id], title, url}',
    handle: ({ world }, { body }) => {
      const share = Share.parse(body)
      const stranger = share.to.find((userId) => !world.state.people.get(userId))
      if (stranger !== undefined)
        throw new ControlError(404, 'person_not_found', `nobody has the user_id ${stranger}`)
      shareLink(world, share)
      return {}
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/press',
    what: 'presses a button on a card, a list entry or a search result',
    handle: async ({ presser }, { body }) => {
      try {
        return await presser.press(PressInput.parse(body))
      } catch (error) {
        if (error instanceof NoButton) throw new ControlError(409, 'no_button', error.message)
        throw error
      }
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/clock',
    what: 'the sandbox time',
    handle: ({ world }) => ({ now: world.clock.now(), offsetMs: world.clock.offsetMs() }),
  },
  {
    method: 'POST',
    path: '/_sandbox/clock',
    what: 'moves it: {advanceMs} or {setTo}',
    handle: ({ world }, { body }) => {
      const move = ClockBody.parse(body)
      const by = 'advanceMs' in move ? move.advanceMs : move.setTo - world.clock.now()
      world.clock.moveTo(world.clock.offsetMs() + Math.round(by))
      return { now: world.clock.now(), offsetMs: world.clock.offsetMs() }
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/faults',
    what: 'active faults, requests that still have to land, and whether connections are refused',
    handle: ({ world, isDown }) => ({
      faults: world.faults.list(),
      late: world.late.waiting(),
      down: isDown(),
    }),
  },
  {
    method: 'POST',
    path: '/_sandbox/faults',
    what: 'adds one fault, or {seed, faults: […]}',
    handle: ({ world }, { body }) => {
      const input = FaultBody.parse(body)
      if (!('faults' in input)) return world.faults.add(input)
      if (input.seed !== undefined) world.faults.seed(input.seed)
      return input.faults.map((fault) => world.faults.add(fault))
    },
  },
  {
    method: 'DELETE',
    path: '/_sandbox/faults',
    what: 'ends all faults; ?id= ends one',
    handle: ({ world }, { query }) => {
      const id = query.get('id')
      world.faults.remove(id === null ? undefined : Number(id))
      return { faults: world.faults.list() }
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/settings',
    what: 'how this Feishu behaves',
    handle: ({ world }) => world.settings(),
  },
  {
    method: 'POST',
    path: '/_sandbox/settings',
    what: 'changes what is named',
    handle: ({ world }, { body }) => {
      world.changeSettings(SettingsPatch.parse(body))
      return world.settings()
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/down',
    what: '{down: true} refuses connections to the open platform',
    handle: async ({ setDown, isDown }, { body }) => {
      await setDown(DownBody.parse(body).down)
      return { down: isDown() }
    },
  },
  {
    method: 'DELETE',
    path: '/_sandbox/connections',
    what: 'cuts every long connection; the SDK comes back by itself',
    handle: ({ world }) => {
      world.connections.cut()
      return {}
    },
  },
  {
    method: 'DELETE',
    path: '/_sandbox/oracle',
    what: 'forgets violations and counts',
    handle: ({ world }) => {
      world.oracle.clear()
      return { violations: [] }
    },
  },
  {
    method: 'DELETE',
    path: '/_sandbox/tokens',
    what: 'every access token dies at once',
    handle: ({ world }) => {
      for (const [, token] of [...world.state.tokens.dump()]) world.state.tokens.delete(token)
      world.state.meta.delete('tenantToken')
      return {}
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/people/:userId',
    what: 'changes a person and tells the app, unless silent: resigned, frozen, external, userId, leaderUserId, departmentIds, name',
    handle: async ({ world }, { params, body }) => {
      const person = world.state.people.get(params['userId'] ?? '')
      if (!person) throw new ControlError(404, 'person_not_found', 'nobody has this user_id')
      try {
        return toPersonView(world, await changePerson(world, person, PersonPatch.parse(body)))
      } catch (error) {
        if (error instanceof NotPossible) throw new ControlError(409, 'not_possible', error.message)
        throw error
      }
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/app/review',
    what: 'an administrator looks at the version that waits: {agree}',
    handle: ({ world }, { body }) => {
      if (!review(world, ReviewBody.parse(body).agree))
        throw new ControlError(409, 'nothing_waits', 'no version of the app waits')
      return { online: onlineOf(world) ?? null }
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/departments/:departmentId',
    what: 'changes a department: leaderUserId',
    handle: ({ world }, { params, body }) => {
      const department = world.state.departments.get(params['departmentId'] ?? '')
      if (!department) throw new ControlError(404, 'department_not_found', 'no department has this id')
      const next = { ...department, leaderUserId: DepartmentPatch.parse(body).leaderUserId }
      world.state.departments.put(department.departmentId, next)
      return next
    },
  },
]
