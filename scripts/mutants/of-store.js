// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_STORE = [
  {
    name: 'no-fsync-of-files',
    says: 'A file is renamed into place without having been synced.',
    changes: [
      { file: 'server/store/embedded/disk/disk-files.ts', from: '      await calls.sync(file)\n', to: '' },
    ],
    tests: ['test/store/power-cut.test.ts'],
  },
  {
    name: 'no-fsync-of-folders',
    says: 'A change is acknowledged while its name may still be lost with the folder.',
    changes: [
      {
        file: 'server/store/embedded/disk/disk-files.ts',
        from: `      throw error
    }
    await durably(syncFolder(dirname(target)), path)
  }`,
        to: `      throw error
    }
  }`,
      },
    ],
    tests: ['test/store/power-cut.test.ts'],
  },
  {
    name: 'fsync-that-does-nothing',
    says: 'The step that is called sync makes no system call.',
    changes: [
      {
        file: 'server/store/embedded/disk/disk-calls.ts',
        from: 'sync: (file) => file.sync(),',
        to: 'sync: async () => undefined,',
      },
    ],
    tests: ['test/process/durable-before-acknowledged.test.ts'],
    needs: 'strace',
  },
  {
    name: 'answer-before-the-write',
    says: 'A change resolves when its write has begun.',
    changes: [
      {
        file: 'server/store/embedded/instances.ts',
        from: 'await documents.write(id, next)',
        to: 'void documents.write(id, next).catch(() => undefined)',
      },
    ],
    tests: ['test/store/power-cut.test.ts'],
  },
  {
    name: 'effects-saved-after-the-state',
    says: 'The state is one write and its effects are another: whoever is killed between them never tells Feishu.',
    changes: [
      {
        file: 'server/store/embedded/instances.ts',
        from: 'await documents.write(id, next)',
        to: `await documents.write(id, { ...next, effects: current?.effects ?? [] })
        await documents.write(id, next)`,
      },
    ],
    tests: ['test/store/faults.test.ts'],
  },
  {
    name: 'memory-before-disk',
    says: 'Lists and outbox show a change whose write then fails.',
    changes: [
      {
        file: 'server/store/embedded/documents.ts',
        from: `      await guarded(key, () => writeDocument(files, kind, document))
      onCommit(key, document)`,
        to: `      onCommit(key, document)
      await guarded(key, () => writeDocument(files, kind, document))`,
      },
    ],
    tests: ['test/store/faults.test.ts'],
  },
  {
    name: 'doubt-forgotten',
    says: 'After a sync of the folder that failed, the store goes on as if the change were undone.',
    changes: [
      {
        file: 'server/store/embedded/documents.ts',
        from: 'if (error instanceof DurabilityUnknown) inDoubt.add(key)',
        to: '',
      },
    ],
    tests: ['test/store/faults.test.ts'],
  },
  {
    name: 'lease-fence-ignored',
    says: 'A worker whose lease has passed to another still writes its result.',
    changes: [
      {
        file: 'server/store/embedded/instances.ts',
        from: 'lease.instanceId !== id || !index.due.isHeld(lease)',
        to: 'lease.instanceId !== id',
      },
    ],
    tests: ['test/store/memory.test.ts'],
  },
  {
    name: 'changes-side-by-side',
    says: 'Two changes of one instance run at once, so that one of them overwrites the other.',
    changes: [
      {
        file: 'server/store/embedded/keyed-queue.ts',
        from: 'const run = before ? before.then(work) : work()',
        to: 'const run = work()',
      },
    ],
    tests: ['test/store/memory.test.ts'],
  },
  {
    name: 'checksum-cut-off',
    says: 'A file whose checksum is gone counts as one of the version before there were any.',
    changes: [
      {
        file: 'server/store/embedded/disk/document.ts',
        from: "  if (schema > SCHEMA_WITHOUT_CHECKSUM) throw new DamagedFile('its checksum is missing, or not at its end')\n",
        to: '',
      },
    ],
    tests: ['test/store/checksum.test.ts'],
  },
  {
    name: 'part-without-checksum',
    says: 'A start looks at no checksum of the instances of which it reads a part.',
    changes: [
      {
        file: 'server/store/embedded/disk/document.ts',
        from: "const value = part && checksum === 'right' ?",
        to: 'const value = part ?',
      },
    ],
    tests: ['test/store/checksum.test.ts'],
  },
  {
    name: 'part-not-looked-at',
    says: 'Of an instance of which a start reads a part, nobody looks whether what the index needs is there.',
    changes: [
      {
        file: 'server/store/embedded/disk/document.ts',
        from: 'return part?.shape.safeParse(value).success ? value : undefined',
        to: 'return value',
      },
    ],
    tests: ['test/store/reading-a-part.test.ts'],
  },
  {
    name: 'content-not-compared',
    says: 'The content of an attachment is handed out without a look at its checksum.',
    changes: [
      {
        file: 'server/store/embedded/attachment-content.ts',
        from: "sha256 !== undefined && digest.digest('hex') !== sha256",
        to: 'sha256 === null',
      },
    ],
    tests: ['test/store/checksum.test.ts'],
  },
  {
    name: 'lists-keep-records',
    says: 'What lists show is kept together with the whole record that it was made from.',
    changes: [
      {
        file: 'server/store/embedded/list-reader.ts',
        from: 'const listed = toListed(record.instance)',
        to: 'const listed = { ...toListed(record.instance), record }',
      },
      {
        file: 'server/store/embedded/list-reader.ts',
        from: 'const KEPT = { max: 5_000, maxSize: 32 * 2 ** 20, sizeCalculation: weightOf }',
        to: 'const KEPT = { max: 5_000, maxSize: 32_000 * 2 ** 20, sizeCalculation: weightOf }',
      },
    ],
    tests: ['test/process/large-lists.test.ts'],
  },
  {
    name: 'stale-list-line',
    says: 'A list goes on showing what an instance was when it was listed first.',
    changes: [{ file: 'server/store/embedded/instances.ts', from: '    lists.forget(id)\n', to: '' }],
    tests: ['test/store/memory.test.ts'],
  },
  {
    name: 'lost-lock-unseen',
    says: 'A server goes on writing into a folder whose lock was removed, beside the one that has it by now.',
    changes: [
      {
        file: 'server/store/embedded/open.ts',
        from: '      if (!lock.isHeld()) throw lostLock(root)\n',
        to: '',
      },
    ],
    tests: ['test/store/lost-lock.test.ts'],
  },
  {
    name: 'clean-up-takes-what-is-on-its-way',
    says: 'The clean-up of orphans removes the content of an upload whose record is not written yet.',
    changes: [
      {
        file: 'server/store/embedded/attachments.ts',
        from: '[...known.keys(), ...coming.keys()]',
        to: '[...known.keys()]',
      },
    ],
    tests: ['test/store/orphans.test.ts'],
  },
  {
    name: 'clean-up-knows-too-early',
    says: 'The clean-up of orphans reads what is known before it lists what is there, and removes what came between.',
    changes: [
      {
        file: 'server/store/embedded/attachments.ts',
        from: `      const seen = await files.others(ATTACHMENTS.folder)
      const known = await documents.all()
      const expected = new Set([...known.keys(), ...coming.keys()].map(contentPath))
`,
        to: `      const known = await documents.all()
      const expected = new Set([...known.keys(), ...coming.keys()].map(contentPath))
      const seen = await files.others(ATTACHMENTS.folder)
`,
      },
    ],
    tests: ['test/store/orphans.test.ts'],
  },
  {
    name: 'turns-end-with-the-first-page',
    says: 'Of the open tasks at a node only the first page is told.',
    changes: [
      {
        file: 'server/store/row/turn-index.ts',
        from: 'nextCursor: toCursor({ at: last.since, id: last.taskId, number: 0 })',
        to: 'nextCursor: items.length > limit ? toCursor({ at: last.since, id: last.taskId, number: 0 }) : null',
      },
    ],
    tests: ['test/store/memory.test.ts'],
  },
  {
    name: 'concerns-those-who-come-alone',
    says: 'Whoever was added to a seat is no concern of a hand-over.',
    changes: [
      {
        file: 'server/domain/engine/concerned.ts',
        from: '    for (const { person } of seatsOf(node)) all.add(person)\n',
        to: '    for (const { person, added } of seatsOf(node)) if (!added) all.add(person)\n',
      },
    ],
    tests: ['test/domain/hand-over.test.ts'],
  },
]
