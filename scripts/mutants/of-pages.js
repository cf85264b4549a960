// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_PAGES = [
  {
    name: 'login-of-another-tab',
    says: 'A login code is taken in a tab that never asked for it.',
    changes: [
      {
        file: 'host/backends/redirect-login.ts',
        from: "begun?.state === given.get('state') && ",
        to: 'begun !== undefined && ',
      },
    ],
    tests: ['test/host/redirect-login.test.ts'],
  },
  {
    name: 'login-without-end',
    says: 'Whoever finds the address of a login may use it as often and as late as they like.',
    changes: [
      { file: 'host/backends/redirect-login.ts', from: '      kept?.removeItem(begunKey)\n', to: '' },
      { file: 'host/backends/redirect-login.ts', from: ' && now() - begun.at < LIFE_MS', to: '' },
    ],
    tests: ['test/host/redirect-login.test.ts'],
  },
  {
    name: 'redirect-without-proof',
    says: 'A code that came by a redirect is exchanged without the secret of whoever began the login.',
    changes: [
      {
        file: 'server/feishu/login.ts',
        from: 'redirect_uri: redirect.uri, code_verifier: redirect.verifier',
        to: 'redirect_uri: redirect.uri',
      },
    ],
    tests: ['test/feishu/people.test.ts'],
  },
  {
    name: 'failed-picker-is-closed',
    says: 'A picker that the client refuses looks like one that somebody closed.',
    changes: [
      {
        file: 'miniprogram/client/ask.ts',
        from: 'if (isCancelled(error)) resolve(undefined)',
        to: 'if (isCancelled(error) || error !== undefined) resolve(undefined)',
      },
    ],
    tests: ['test/miniprogram/picking.test.ts'],
  },
  {
    name: 'people-picked-as-no-departments',
    says: 'Whoever picks people where departments are wanted loses the departments that were there.',
    changes: [
      {
        file: 'miniprogram/client/ask.ts',
        from: 'else if (data.length > 0 && department_data.length === 0) reject(pickedNoDepartment())',
        to: '',
      },
    ],
    tests: ['test/miniprogram/picking.test.ts'],
  },
  {
    name: 'one-signature-for-all',
    says: 'A page is authorised once, with a signature that is over when it is needed again.',
    changes: [
      {
        file: 'host/backends/jssdk.ts',
        from: '      await authorise()\n',
        to: '      authorised ??= authorise()\n      await authorised\n',
      },
      {
        file: 'host/backends/jssdk.ts',
        from: '  return {\n    ready,\n',
        to: '  let authorised: Promise<void> | undefined\n  return {\n    ready,\n',
      },
    ],
    tests: ['test/host/jssdk.test.ts'],
  },
  {
    name: 'pc-opens-the-phones-tab',
    says: 'What opens beside a chat on a PC is the page for a whole window.',
    changes: [
      {
        file: 'server/feishu/payloads/links.ts',
        from: ': applink(settings, MODES[settings.pages].sidebar, mobile)',
        to: ': applink(settings, MODES[settings.pages].sidebar, pc)',
      },
    ],
    tests: ['test/feishu/links.test.ts'],
  },
  {
    name: 'session-of-the-one-before',
    says: 'Whoever comes to a device goes on in the name of the one before.',
    changes: [
      {
        file: 'miniprogram/client/session.ts',
        from: 'before.user.openId !== session.user.openId',
        to: 'false',
      },
    ],
    tests: ['test/miniprogram/session.test.ts'],
  },
  {
    name: 'any-session-goes-on',
    says: 'A login goes on with the session that is shown, whosever it is.',
    changes: [
      {
        file: 'server/usecases/create-session.ts',
        from: 'known.userId === userId && known.openId === openId',
        to: 'known !== undefined',
      },
    ],
    tests: ['test/usecases/session.test.ts'],
  },
  {
    name: 'sessions-without-end',
    says: 'Each opening of the pages leaves a session for eight hours, however many there are.',
    changes: [
      {
        file: 'server/usecases/create-session.ts',
        from: '  await ctx.store.sessions.keepNewest(openId, MOST_SESSIONS)\n',
        to: '',
      },
    ],
    tests: ['test/usecases/session.test.ts'],
  },
  {
    name: 'refused-people-unmarked',
    says: 'What is refused of people is told as marked, and nothing is marked.',
    changes: [
      {
        file: 'miniprogram/features/form/form-context.ts',
        from: ', ...peopleFaults(state, say) }',
        to: ' }',
      },
    ],
    tests: ['test/miniprogram/form-page.test.ts'],
  },
  {
    name: 'hand-over-with-anothers-reason',
    says: 'A place that changes hands is told with the decision that stands before it.',
    changes: [
      {
        file: 'server/usecases/history-view.ts',
        from: `    reason: reasonOf(facts),
    from: person(`,
        to: `    reason: reasonOf(facts) ?? said(facts.instance.tasks.find(({ reason }) => reason !== null)?.reason ?? null),
    from: person(`,
      },
    ],
    tests: ['test/http/leaver-history.test.ts'],
  },
  {
    name: 'anybodys-earlier-files',
    says: 'Whoever sees an approval may take its files into one of their own.',
    changes: [
      {
        file: 'server/usecases/submit-again.ts',
        from: 'if (!maySubmitAgain(instance, userId)) throw',
        to: 'if (false) throw',
      },
    ],
    tests: ['test/usecases/submit-again.test.ts'],
  },
  {
    name: 'comment-moves-the-clock',
    says: 'A comment raises the clock, though Feishu is told nothing: the check API finds a difference.',
    changes: [
      {
        file: 'server/domain/engine/evolve.ts',
        from: "return event.type === 'task_postponed' ? next : { ...next, updatedAt: at }",
        to: "return event.type === 'task_postponed' ? next : { ...next, clock, updatedAt: at }",
      },
    ],
    tests: ['test/domain/quiet-verbs.test.ts'],
  },
  {
    name: 'comment-pushes-the-instance',
    says: 'Feishu is told of what it does not show, out of the free calls of the month.',
    changes: [
      {
        file: 'server/domain/outbox/effects.ts',
        from: 'if (!act.events.some(({ type }) => SHOWN_IN_FEISHU[type])) return []',
        to: '',
      },
    ],
    tests: ['test/domain/quiet-verbs.test.ts'],
  },
  {
    name: 'postponed-for-ever',
    says: 'A task that was put off does not come back when its time has come.',
    changes: [
      { file: 'server/store/row/row.ts', from: 'postponedUntil > postponed.at', to: 'postponedUntil > 0' },
    ],
    tests: ['test/store/memory.test.ts'],
  },
  {
    name: 'link-without-an-end',
    says: 'A link to a file opens it for ever.',
    changes: [
      {
        file: 'server/usecases/attachment-link.ts',
        from: 'return isOurs && link.expires > ctx.now()',
        to: 'return isOurs',
      },
    ],
    tests: ['test/http/attachments.test.ts'],
  },
  {
    name: 'link-for-anybody',
    says: 'A link is not bound to the person it was given to.',
    changes: [
      {
        file: 'server/usecases/attachment-link.ts',
        from: "mac(JSON.stringify(['attachment', id, viewer, expires]))",
        to: "mac(JSON.stringify(['attachment', id, expires]))",
      },
    ],
    tests: ['test/http/attachments.test.ts'],
  },
  {
    name: 'files-open-to-all',
    says: 'Who is logged in can open every file.',
    changes: [
      {
        file: 'server/usecases/open-attachment.ts',
        from: 'return viewer === uploadedBy',
        to: 'return viewer !== uploadedBy || viewer === uploadedBy',
      },
    ],
    tests: ['test/http/attachments.test.ts'],
  },
  {
    name: 'anybodys-upload-will-do',
    says: 'A form can name a file that somebody else uploaded.',
    changes: [
      {
        file: 'server/usecases/claim-files.ts',
        from: 'if (!record || (record.uploadedBy !== by && !Object.hasOwn(known, record.id))) return false',
        to: 'if (!record) return false',
      },
    ],
    tests: ['test/http/attachments.test.ts'],
  },
  {
    name: 'file-claimed-twice',
    says: 'Two approvals that are started at the same time both have one file.',
    changes: [
      {
        file: 'server/usecases/claim-files.ts',
        from: 'if (!current || (holder !== instanceId && holder !== seen.claim?.instanceId)) {',
        to: 'if (!current) {',
      },
    ],
    tests: ['test/usecases/claim-files.test.ts'],
  },
  {
    name: 'signs-any-page',
    says: 'Pages of others get a signature for our app.',
    changes: [
      {
        file: 'server/usecases/sign-page.ts',
        from: '.startsWith(folder)',
        to: '.endsWith(folder.slice(folder.length))',
      },
    ],
    tests: ['test/http/jssdk.test.ts'],
  },
  {
    name: 'search-skips-what-it-did-not-read',
    says: 'The next page of a search begins behind what was read, not behind what was shown.',
    changes: [
      {
        file: 'server/store/row/list-box.ts',
        from: 'return { items, nextCursor: isMore && last ? positionOf(last) : null }',
        to: 'return { items, nextCursor: isMore && end ? positionOf(end) : null }',
      },
    ],
    tests: ['test/store/memory.test.ts'],
  },
  {
    name: 'settings-saved-twice',
    says: 'A double tap on Save sends the settings twice.',
    changes: [
      {
        file: 'miniprogram/features/settings/save-events.ts',
        from: '    if (sending) return\n',
        to: '',
      },
      {
        file: 'miniprogram/features/settings/save-events.ts',
        from: 'if (!state || sending) return',
        to: 'if (!state) return',
      },
    ],
    tests: ['test/miniprogram/settings-page.test.ts'],
  },
  {
    name: 'delegation-ends-with-all-settings',
    says: 'Who ends a delegation hears everything again that they had muted.',
    changes: [
      {
        file: 'miniprogram/features/settings/save-events.ts',
        from: 'await send(state, { muted, ...',
        to: 'await send(state, { muted: muted.slice(muted.length), ...',
      },
    ],
    tests: ['test/miniprogram/settings-page.test.ts'],
  },
  {
    name: 'total-of-a-removed-row',
    says: 'A form is not read again once its rows have changed, so a total counts a row that is gone.',
    changes: [
      {
        file: 'miniprogram/features/form/form-context.ts',
        from: 'if (next !== state.draft) setDraft(state, next)',
        to: 'state.draft = next',
      },
    ],
    tests: ['test/miniprogram/form-rows.test.ts'],
  },
  {
    name: 'hidden-value-sent',
    says: 'What was typed before its field went out of sight is sent all the same.',
    changes: [
      {
        file: 'miniprogram/features/form/submit.ts',
        from: "import { toSend } from './form-reading.ts'",
        to: "import { toForm } from './form-input.ts'",
      },
      {
        file: 'miniprogram/features/form/submit.ts',
        from: 'toSend(definition.form, read.form)',
        to: 'toForm(definition.form, draft) as typeof read.form',
      },
    ],
    tests: ['test/miniprogram/form-rows.test.ts'],
  },
  {
    name: 'fault-at-the-row-in-its-place',
    says: 'A row that was moved while the server looked at it leaves its fault to the one that stands there now.',
    changes: [
      {
        file: 'miniprogram/features/form/submit.ts',
        from: 'byId(state.definition.form, draft, fields)',
        to: 'byId(state.definition.form, state.draft, fields)',
      },
    ],
    tests: ['test/miniprogram/form-rows.test.ts'],
  },
  {
    name: 'refused-cell-is-another-form',
    says: 'A cell that the server refuses opens the form anew, and nothing says what is wrong with it.',
    changes: [
      {
        file: 'miniprogram/features/form/submit.ts',
        from: 'idOf(form, draft, name) !== undefined',
        to: 'form.some(({ key }) => key === name)',
      },
    ],
    tests: ['test/miniprogram/form-rows.test.ts'],
  },
  {
    name: 'new-row-with-the-faults-of-an-old-one',
    says: 'What was said of a removed row is said of the one that gets its name.',
    changes: [
      {
        file: 'miniprogram/features/form/row-events.ts',
        from: '[...state.left].filter((name) => !isOfIt(name))',
        to: '[...state.left]',
      },
    ],
    tests: ['test/miniprogram/form-rows.test.ts'],
  },
  {
    name: 'submitted-without-its-file',
    says: 'A form is sent while a file for it is on its way.',
    changes: [
      {
        file: 'miniprogram/features/form/submit-events.ts',
        from: 'if (state.busy.size > 0) {',
        to: 'if (state.busy.size > 99) {',
      },
    ],
    tests: ['test/miniprogram/form-meanwhile.test.ts'],
  },
  {
    name: 'file-into-another-row',
    says: 'A file that was on its way to a removed row comes into the one that gets its name.',
    changes: [
      {
        file: 'miniprogram/features/form/field-events.ts',
        from: ' && context.state.busy.has(place.id)',
        to: '',
      },
    ],
    tests: ['test/miniprogram/form-meanwhile.test.ts'],
  },
  {
    name: 'two-options-of-one-name',
    says: 'Options that two systems know under one id are shown by what the last one called them.',
    changes: [
      {
        file: 'miniprogram/features/form/edit-draft.ts',
        from: 'nameFor(id), name]',
        to: 'id, name]',
      },
    ],
    tests: ['test/miniprogram/form-meanwhile.test.ts'],
  },
]
