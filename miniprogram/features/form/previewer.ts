const PAUSE_MS = 500

type Parts<State, Answer> = {
  ask: (state: State) => Promise<Answer>
  loading: () => void
  arrived: (answer: Answer) => void
  failed: (error: unknown) => void
}

/** Asks once typing pauses; an answer to what stood there before is dropped. */
export function createPreviewer<State, Answer>({ ask, loading, arrived, failed }: Parts<State, Answer>) {
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const now = (state: State): void => {
    clearTimeout(timer)
    const mine = (asked += 1)
    loading()
    void ask(state).then(
      (answer) => mine === asked && arrived(answer),
      (error: unknown) => mine === asked && failed(error),
    )
  }
  return {
    now,
    later: (state: State): void => {
      clearTimeout(timer)
      asked += 1
      timer = setTimeout(() => now(state), PAUSE_MS)
    },
    stop: (): void => {
      clearTimeout(timer)
      asked += 1
    },
  }
}
