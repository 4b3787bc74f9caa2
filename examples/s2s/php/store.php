<?php

// The example's database: one JSON file. In your shop these are tables.

declare(strict_types=1);

/** Hands the whole content to $change, which may change it, and keeps it. */
function change_store(callable $change): mixed
{
    $file = fopen(store_path(), 'c+');
    flock($file, LOCK_EX);
    try {
        // In your shop the database counts. This counts from the clock, so that a new file does not use ids again.
        $content = json_decode(stream_get_contents($file), true)
            ?? ['users' => [], 'orders' => [], 'outbox' => [], 'last_id' => (int) (microtime(true) * 1000)];
        $result = $change($content);
        rewind($file);
        ftruncate($file, 0);
        fwrite($file, to_json($content));
        return $result;
    } finally {
        fclose($file);
    }
}

function store_path(): string
{
    return getenv('SHOP_FILE') ?: sys_get_temp_dir() . '/byway-example-shop.json';
}
