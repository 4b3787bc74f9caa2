// The loader on the page collects calls until this script is there: `po` pushes {a: arguments, q: []} on `po.q`, and a
// call on what a call returned lands in that one's `q`.

/** A call that the loader has kept. */
export interface Kept {
  a?: ArrayLike<unknown>;
  q?: Kept[];
}

/** The live function that takes the stub's place. */
export interface Live {
  (...call: unknown[]): Live;
  q: { push(kept: Kept): Live };
}

/** Replays what was kept, in order, and gives the function that answers from now on. */
export function takeOver(stub: { q?: Kept[] } | undefined, take: (call: unknown[]) => void): Live {
  const live = ((...call: unknown[]) => {
    take(call);
    return live;
  }) as Live;
  live.q = { push: replay };
  function replay(kept: Kept): Live {
    if (kept && kept.a) take(Array.from(kept.a));
    const nested = kept && kept.q;
    if (Array.isArray(nested)) all(nested);
    return live;
  }
  // Who has kept the stub, or what it returned, goes on calling into the same lists.
  function all(list: Kept[]): void {
    list.splice(0).forEach(replay);
    (list as { push: unknown }).push = replay;
  }
  if (stub && Array.isArray(stub.q)) all(stub.q);
  return live;
}
