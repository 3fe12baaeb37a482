/** What a context says is left where there is no deadline: the longest time that `setTimeout` takes. */
export const noDeadlineMs = 2 ** 31 - 1;
