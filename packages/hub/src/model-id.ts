import { HubInputError } from './errors.js';

/**
 * Whether a text has the form of a model's id: `name` or `owner/name`, of letters, digits, `_`, `.` and `-`.
 *
 * @see `validate_repo_id` in huggingface_hub, which allows the same
 */
export function isModelId(text: string): boolean {
  const parts = text.split('/');
  return (
    parts.length <= 2 &&
    parts.every((part) => part.length <= 96 && /^\w(?:[\w.-]*\w)?$/.test(part)) &&
    !/--|\.\.|\.git$/.test(text)
  );
}

/** @throws {HubInputError} */
export function checkModelId(id: string): void {
  if (!isModelId(id))
    throw new HubInputError(`${JSON.stringify(id)} is not the id of a model: it must be name or owner/name.`);
}

/**
 * A branch, a tag or a commit, as git allows names.
 *
 * @throws {HubInputError}
 */
export function checkRevision(revision: string): void {
  if (revision === '' || /[\s\p{Cc}~^:?*[\\]|\.\.|^[./-]/u.test(revision))
    throw new HubInputError(`revision is ${JSON.stringify(revision)}, but it must be a branch, a tag or a commit.`);
}

/** Whether a revision is a commit in full, which always means the same files. */
export function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}
