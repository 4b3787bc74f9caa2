<?php

// What has to be told to Byway, in order, until Byway has it. The shop neither waits for it nor fails because of it.
//
// Repeating is safe: a customer or a sale with the same key is answered as the first time and never counted twice.
// In your shop the outbox is a table, written in the same transaction as the customer or the order: then a crash
// loses nothing. What could not be sent goes out with the next request, or with cron: php send-outbox.php

declare(strict_types=1);

require_once __DIR__ . '/byway.php';
require_once __DIR__ . '/store.php';

const OUTBOX_TRIES = 2;

/** Puts $body into the outbox, for $path. $what names it in the log. */
function tell(string $what, string $path, array $body, ?string $idempotencyKey = null): void
{
    change_store(function (array &$content) use ($what, $path, $body, $idempotencyKey): void {
        $content['outbox'][] = [$what, $path, $body, $idempotencyKey];
    });
}

/** Sends what is in the outbox. Call it when the visitor has the answer, and from cron. */
function send_outbox(): void
{
    $lock = fopen(store_path() . '.sending', 'c');
    if (!flock($lock, LOCK_EX | LOCK_NB)) {
        return; // Another request is at it, and takes ours along.
    }

    while ($report = change_store(fn (array &$content) => $content['outbox'][0] ?? null)) {
        $outcome = send_report(...$report);
        if ($outcome === 'later') {
            print_line('stderr', "byway: {$report[0]} is told again later, and what comes after it waits");
            break;
        }
        change_store(function (array &$content) use ($outcome): void {
            $report = array_shift($content['outbox']);
            if ($outcome === 'refused') {
                // Never thrown away, because it may be money: whoever has mended it puts it back into the outbox.
                // Worth an alarm.
                $content['refused'][] = $report;
            }
        });
    }
    fclose($lock);
}

/** What is to become of it: done, later, or refused. */
function send_report(string $what, string $path, array $body, ?string $idempotencyKey): string
{
    for ($try = 1; ; $try++) {
        try {
            [$data, $entry] = byway_post($path, $body, $idempotencyKey);
            print_report($what, $data, $entry);
            return 'done';
        } catch (BywayError $error) {
            print_line('stderr', "byway: $what not reported: {$error->getMessage()}");
            // Told again as it is, it would be refused again: the log says which field is wrong.
            if (!$error->isTemporary) {
                return 'refused';
            }
            if ($try === OUTBOX_TRIES) {
                return 'later';
            }
            sleep(1);
        }
    }
}

/** For your eyes while you integrate. In production leave the customer's data out of the log, and this call. */
function print_report(string $what, array $data, string $entry): void
{
    print_line('stdout', $what . ' ' . to_json($data));
    try {
        print_line('stdout', 'decision ' . byway_explain($entry));
    } catch (BywayError $error) {
        print_line('stderr', "byway: no explanation: {$error->getMessage()}");
    }
}

function print_line(string $where, string $line): void
{
    file_put_contents("php://$where", "$line\n");
}
