CREATE VIRTUAL TABLE search_words USING fts5(said, content='', tokenize="unicode61 remove_diacritics 0");

CREATE TRIGGER search_added AFTER INSERT ON revisions
WHEN NEW.number = (SELECT head FROM samples WHERE id = NEW.sample_id) BEGIN
    INSERT OR IGNORE INTO search_rows(sample_id) VALUES (NEW.sample_id);
    INSERT INTO search_words(rowid, said) SELECT id, coalesce(
        (SELECT group_concat(json_extract(value, '$.content'), char(10)) FROM json_each(NEW.messages)), '')
    FROM search_rows WHERE sample_id = NEW.sample_id;
END;

CREATE TRIGGER search_changed AFTER UPDATE OF messages ON revisions
WHEN NEW.number = (SELECT head FROM samples WHERE id = NEW.sample_id) BEGIN
    INSERT INTO search_words(search_words, rowid, said) SELECT 'delete', id, coalesce(
        (SELECT group_concat(json_extract(value, '$.content'), char(10)) FROM json_each(OLD.messages)), '')
    FROM search_rows WHERE sample_id = NEW.sample_id;
    INSERT INTO search_words(rowid, said) SELECT id, coalesce(
        (SELECT group_concat(json_extract(value, '$.content'), char(10)) FROM json_each(NEW.messages)), '')
    FROM search_rows WHERE sample_id = NEW.sample_id;
END;

CREATE TRIGGER search_moved AFTER UPDATE OF head ON samples WHEN OLD.head <> NEW.head BEGIN
    INSERT INTO search_words(search_words, rowid, said) SELECT 'delete', n.id, coalesce(
        (SELECT group_concat(json_extract(value, '$.content'), char(10)) FROM json_each(r.messages)), '')
    FROM search_rows n JOIN revisions r ON r.sample_id = n.sample_id WHERE n.sample_id = NEW.id AND r.number = OLD.head;
    INSERT INTO search_words(rowid, said) SELECT n.id, coalesce(
        (SELECT group_concat(json_extract(value, '$.content'), char(10)) FROM json_each(r.messages)), '')
    FROM search_rows n JOIN revisions r ON r.sample_id = n.sample_id WHERE n.sample_id = NEW.id AND r.number = NEW.head;
END;

CREATE TRIGGER search_gone BEFORE DELETE ON revisions
WHEN OLD.number = (SELECT head FROM samples WHERE id = OLD.sample_id) BEGIN
    INSERT INTO search_words(search_words, rowid, said) SELECT 'delete', id, coalesce(
        (SELECT group_concat(json_extract(value, '$.content'), char(10)) FROM json_each(OLD.messages)), '')
    FROM search_rows WHERE sample_id = OLD.sample_id;
    DELETE FROM search_rows WHERE sample_id = OLD.sample_id;
END;
